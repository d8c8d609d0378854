import Domain
import TestSupport
import Testing

extension EndToEndTests {
    struct CancelTests {
        /// Not paid for, not shown otherwise again, and the channel knows.
        private func checkCancelled(_ id: String, _ flow: Flow, spent: Int64) async throws {
            let answer = try await cancel(id, flow)
            #expect(answer.json["code"]?.integer == 1)
            #expect(answer.json["result"]?.string == id)
            let task = try await flow.fetch(id)
            #expect(task["status"]?.string == "CANCEL")
            #expect(try flow.balance().spent == spent)
            // Again is no mistake, and no second refund.
            #expect(try await cancel(id, flow).json["code"]?.integer == 1)
            #expect(try flow.balance().spent == spent)
        }

        private func cancel(_ id: String, _ flow: Flow) async throws -> Answer {
            try await flow.demo.send(
                "POST",
                "/mj/task/\(id)/cancel",
                token: flow.demo["API_KEY"]
            )
        }

        private func waitUntilTold(_ channel: Channel) async throws {
            try await waitUntil("the channel to be told", timeout: .seconds(30)) {
                try await !channel.requests(to: "/cancel").isEmpty
            }
        }

        @Test func aTaskThatIsDrawn() async throws {
            try await withDemo(channel: ["--speed", "1"]) { demo, channel in
                let flow = Flow(demo: demo)
                let id = try await flow.submit("submit/imagine", ["prompt": "a cat"])
                _ = try await flow.wait(for: id, "IN_PROGRESS")
                try await checkCancelled(id, flow, spent: 0)
                try await waitUntilTold(channel)
            }
        }

        @Test func aTaskThatWaitsForItsWindow() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let id = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
                try await checkCancelled(id, flow, spent: 75_000)
                try await waitUntilTold(channel)
                let modal = try await flow.post("submit/modal", ["taskId": .string(id)])
                #expect(modal.json["description"]?.string == "关联任务状态错误")
            }
        }

        @Test func aTaskThatIsDone_isNotCancelled() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let id = try #require(grid["id"]?.string)
                let answer = try await cancel(id, flow)
                #expect(answer.json["code"]?.integer == 4)
                #expect(answer.json["description"]?.string == "关联任务状态错误")
                #expect(try await flow.fetch(id)["status"]?.string == "SUCCESS")
                #expect(try flow.balance().spent == 50_000)
            }
        }

        @Test func aTaskWhoseSubmitIsUnderWay_andTheChannelIsToldLater() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(
                    #"{"target":"submit","kind":"delay","milliseconds":3000,"count":1}"#
                )
                async let submit = flow.post("submit/imagine", ["prompt": "a cat"])
                var id = ""
                try await waitUntil("the task to be there") {
                    let list = try await demo.list().json["data"]?["items"]?.array
                    id = list?.first?["mj_id"]?.string ?? ""
                    return !id.isEmpty
                }
                try await checkCancelled(id, flow, spent: 0)
                let answer = try await submit
                #expect(answer.status == 200)
                #expect(answer.json["code"]?.integer == 4)
                try await waitUntilTold(channel)
            }
        }

        @Test func whatTheChannelDrawsInSpiteOfIt_changesNothing() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(
                    #"{"target":"cancel","kind":"status","status":500,"count":-1}"#
                )
                let id = try await flow.submit("submit/imagine", ["prompt": "a cat [[slow:60]]"])
                try await checkCancelled(id, flow, spent: 0)
                let other = try await flow.draw()
                #expect(other["status"]?.string == "SUCCESS")
                #expect(try await flow.fetch(id)["status"]?.string == "CANCEL")
                #expect(try flow.balance().spent == 50_000)
            }
        }

        @Test func anUnknownTask_isAJSONError() async throws {
            try await withDemo { demo in
                for id in ["1234567890123456", "x", "%00"] {
                    let answer = try await cancel(id, Flow(demo: demo))
                    #expect([400, 404].contains(answer.status))
                    #expect(answer.json["code"]?.integer == 4)
                }
            }
        }
    }
}
