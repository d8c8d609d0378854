import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// Every example of the published description, as a channel's words or as a client's.
    struct DocumentedExampleTests {
        private func withDocumentedChannel(
            _ arguments: [String] = [],
            _ body: (Flow, DocumentedChannel) async throws -> Void
        ) async throws {
            let channel = DocumentedChannel()
            defer { channel.server.stop() }
            try await withDemo(["--upstream", channel.server.url] + arguments) { demo in
                try await body(Flow(demo: demo), channel)
            }
        }

        private func json(_ text: String) throws -> JSONValue {
            try JSONValue.parse(Array(text.utf8))
        }

        // MARK: Answers to submits

        @Test(arguments: [
            DocumentedExample.acceptedAnswer, DocumentedExample.queuedAnswer,
            DocumentedExample.fullAnswer, DocumentedExample.bannedAnswer,
        ])
        func anAnswer_isPassedOn_withOurId(example: String) async throws {
            try await withDocumentedChannel { flow, channel in
                channel.answerSubmits(example)
                let expected = try json(example)
                let answer = try await flow.post("submit/imagine", ["prompt": "a cat"])
                #expect(answer.status == 200)
                #expect(answer.json["code"] == expected["code"])
                #expect(answer.json["description"] == expected["description"])
                #expect(answer.json["properties"] == expected["properties"])
                // Ours, where the example has one.
                let id = answer.json["result"]?.string
                #expect((id == nil) == (expected["result"] == nil))
                #expect(id != expected["result"]?.string || id == nil)
                if let id {
                    #expect(try await flow.fetch(id)["id"]?.string == id)
                }
            }
        }

        @Test func theWindow_andItsConfirmation() async throws {
            try await withDocumentedChannel { flow, channel in
                let parent = try await describedTask(flow, channel)
                channel.answerSubmits(DocumentedExample.windowAnswer)
                var action = try json(DocumentedExample.actionRequest).object ?? [:]
                action["taskId"] = parent["id"]
                let window = try await flow.post("submit/action", action)
                let expected = try json(DocumentedExample.windowAnswer)
                #expect(window.json["code"] == expected["code"])
                #expect(window.json["description"] == expected["description"])
                #expect(window.json["properties"]?.object != nil)
                let id = try #require(window.json["result"]?.string)
                #expect(try await flow.fetch(id)["status"]?.string == "MODAL")
                let sent = try #require(channel.bodies(of: "/mj/submit/action").last)
                #expect(sent["customId"] == action["customId"])
                #expect(sent["taskId"]?.string == "14001929738841620")

                channel.answerSubmits(DocumentedExample.acceptedAnswer)
                var modal = try json(DocumentedExample.modalRequest).object ?? [:]
                modal["taskId"] = .string(id)
                let confirmed = try await flow.post("submit/modal", modal)
                #expect(confirmed.json["code"]?.integer == 1)
                #expect(confirmed.json["result"]?.string == id)
                let body = try #require(channel.bodies(of: "/mj/submit/modal").last)
                #expect(body["prompt"]?.string == "Cat")
                #expect(body["taskId"]?.string == "14001929738841620")
            }
        }

        // MARK: Tasks

        private func describedTask(_ flow: Flow, _ channel: DocumentedChannel) async throws
            -> JSONValue
        {
            channel.answerSubmits(DocumentedExample.acceptedAnswer)
            channel.show(DocumentedExample.describedTask)
            var request = try json(DocumentedExample.describeRequest).object ?? [:]
            request["base64"] = .string(pixel)
            return try await flow.draw("submit/describe", request)
        }

        /// With the example's placeholder for a picture.
        @Test func theDescribeRequest_asPrinted_isAccepted() async throws {
            try await withDocumentedChannel { flow, _ in
                let answer = try await flow.post(
                    "submit/describe",
                    try json(DocumentedExample.describeRequest).object ?? [:]
                )
                #expect(answer.json["code"]?.integer == 1)
                let id = try #require(answer.json["result"]?.string)
                #expect(try await flow.fetch(id)["action"]?.string == "DESCRIBE")
            }
        }

        @Test func aDescription() async throws {
            try await withDocumentedChannel { flow, channel in
                let task = try await describedTask(flow, channel)
                try check(task, against: DocumentedExample.describedTask)
                #expect(task["description"]?.string == "/describe \(task["id"]?.string ?? "").png")
            }
        }

        @Test func aShortenedPrompt_andItsDetails() async throws {
            try await withDocumentedChannel { flow, channel in
                channel.show(DocumentedExample.shortenedTask)
                let task = try await flow.draw(
                    "submit/shorten",
                    try json(DocumentedExample.shortenRequest).object ?? [:]
                )
                try check(task, against: DocumentedExample.shortenedTask)

                channel.show(DocumentedExample.detailedTask)
                let details = try await flow.draw(
                    "submit/action",
                    [
                        "taskId": task["id"] ?? .null,
                        "customId": "MJ::Job::PromptAnalyzerExtended",
                    ]
                )
                try check(details, against: DocumentedExample.detailedTask)
            }
        }

        /// All but the id, the picture's link and what names a task by the channel's id.
        private func check(_ task: JSONValue, against example: String) throws {
            let expected = try #require(try json(example).object)
            let others: Set = ["id", "imageUrl", "description", "properties"]
            for (name, value) in expected where !others.contains(name) {
                #expect(task[name] == value, "\(name)")
            }
            for (name, value) in expected["properties"]?.object ?? [:] {
                #expect(task["properties"]?[name] == value, "\(name)")
            }
            let text = String(decoding: task.bytes(), as: UTF8.self)
            #expect(!text.contains(expected["id"]?.string ?? "?"), "the channel's id is shown")
        }

        @Test func aSeed() async throws {
            try await withDocumentedChannel { flow, channel in
                channel.show(DocumentedExample.callback)
                let task = try await flow.draw()
                let id = try #require(task["id"]?.string)
                let answer = try await flow.demo.get(
                    "/mj/task/\(id)/image-seed",
                    token: flow.demo["API_KEY"]
                )
                let expected = try json(DocumentedExample.seedAnswer)
                for name in ["code", "description", "result"] {
                    #expect(answer.json[name] == expected[name], "\(name)")
                }
            }
        }

        // MARK: Callback

        @Test func aCallback() async throws {
            let receiver = ScriptedServer { _ in .answer("") }
            defer { receiver.stop() }
            try await withDocumentedChannel(["--set", "MJTASK_CALLBACK_ALLOWED=127.0.0.1"]) {
                flow,
                channel in
                channel.show(DocumentedExample.callback)
                let expected = try #require(try json(DocumentedExample.callback).object)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": expected["prompt"] ?? .null, "notifyHook": .string(receiver.url)]
                )
                try waitUntil("the callback") {
                    receiver.requests.last?.body.contains(#""status":"SUCCESS""#) == true
                }
                let body = try json(receiver.requests.last?.body ?? "")
                // Times are held to the task's life, and the link is ours.
                let others: Set = [
                    "id", "imageUrl", "submitTime", "startTime", "finishTime", "properties",
                ]
                for (name, value) in expected where !others.contains(name) {
                    #expect(body[name] == value, "\(name)")
                }
                #expect(body["properties"]?["finalPrompt"]?.string == "Cat")
                for name in others { #expect(body[name] ?? .null != .null, "\(name)") }
                #expect(body["id"]?.string == id)
            }
        }
    }
}
