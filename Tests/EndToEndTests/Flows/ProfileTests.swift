import Domain
import Foundation
import TestSupport
import Testing

extension EndToEndTests {
    /// Channels of the other families: what a client sees is the same.
    struct ProfileTests {
        @Test func aJavaServer_drawsAndChanges_alsoByOurButtons() async throws {
            try await withDemo(channel: ["--profile", "java"]) { demo, channel in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let id = try #require(grid["id"]?.string)
                #expect(grid["buttons"]?.array?.count == 9)
                let upscaled = try await flow.draw(
                    "submit/change",
                    ["taskId": .string(id), "action": "UPSCALE", "index": 2]
                )
                #expect(upscaled["action"]?.string == "UPSCALE")
                let varied = try await flow.draw(
                    "submit/simple-change",
                    ["content": .string("\(id) V1")]
                )
                #expect(varied["action"]?.string == "VARIATION")
                for (button, action) in [
                    ("upsample::3", "UPSCALE"), ("reroll", "REROLL"), ("variation::4", "VARIATION"),
                ] {
                    let pressed = try await flow.press("MJ::JOB::\(button)::", of: grid)
                    #expect(try await flow.wait(for: pressed)["action"]?.string == action)
                }
                #expect(upscaled["buttons"] == .array([]))
                let sent = try await channel.bodies(of: "/submit/change")
                #expect(sent.count == 5)
                #expect(sent.allSatisfy { $0["taskId"]?.string != id })

                let described = try await flow.draw("submit/describe", ["base64": .string(pixel)])
                #expect(described["properties"]?["finalZhPrompt"]?.string != nil)
                _ = try await flow.draw(
                    "submit/blend",
                    ["base64Array": [.string(pixel), .string(otherPixel)]]
                )
                // What it does not have is refused and costs nothing.
                let before = try flow.balance()
                let shorten = try await flow.post("submit/shorten", ["prompt": "a cat"])
                #expect(shorten.status == 200)
                #expect(![1, 21, 22].contains(shorten.json["code"]?.integer ?? 1))
                #expect(try flow.balance() == before)
            }
        }

        @Test func aSharpServer_hasItsWindows_andNoOldRoutes() async throws {
            try await withDemo(channel: ["--profile", "csharp"]) { demo, channel in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let id = try #require(grid["id"]?.string)
                // The route is gone there: it becomes the parent's button.
                let upscaled = try await flow.draw(
                    "submit/change",
                    ["taskId": .string(id), "action": "UPSCALE", "index": 2]
                )
                #expect(try await channel.requests(to: "/submit/change").isEmpty)
                let window = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
                let same = try await flow.submit(
                    "submit/modal",
                    ["taskId": .string(window), "prompt": "a cat --zoom 2"]
                )
                #expect(same == window)
                _ = try await flow.wait(for: window)
            }
        }

        /// It accepts them, and says so later.
        @Test func aBannedWord_ofASharpServer_isAFailureWithItsReason_andARefund() async throws {
            try await withDemo(channel: ["--profile", "csharp"]) { demo, _ in
                let flow = Flow(demo: demo)
                let id = try await flow.submit("submit/imagine", ["prompt": "a cat [[banned]]"])
                let task = try await flow.wait(for: id, "FAILURE")
                #expect(task["failReason"]?.string?.contains("可能包含敏感词") == true)
                #expect(try flow.balance().spent == 0)
            }
        }

        @Test(arguments: ["plus", "java"])
        func aBannedWord_isCode24_andCostsNothing(profile: String) async throws {
            try await withDemo(channel: ["--profile", profile]) { demo, _ in
                let flow = Flow(demo: demo)
                let answer = try await flow.post("submit/imagine", ["prompt": "a cat [[banned]]"])
                #expect(answer.json["code"]?.integer == 24)
                #expect(answer.json["properties"]?["bannedWord"]?.string != nil)
                #expect(answer.json["properties"]?["promptEn"]?.string != nil)
                #expect(try flow.balance().spent == 0)
            }
        }

        @Test(arguments: ["plus", "java", "csharp"])
        func aFullQueue_isCode23_inEveryDialect(profile: String) async throws {
            let channel = [
                "--profile", profile, "--accounts", "1", "--core-size", "1", "--queue-size", "1",
            ]
            try await withDemo(channel: channel) { demo, _ in
                let flow = Flow(demo: demo)
                var codes: [Int64] = []
                for number in 0..<4 {
                    let answer = try await flow.post(
                        "submit/imagine",
                        ["prompt": .string("a cat [[slow:600]] \(number)")]
                    )
                    codes.append(answer.json["code"]?.integer ?? -1)
                }
                #expect(codes.last == 23)
                #expect(codes.allSatisfy { [1, 22, 23].contains($0) })
            }
        }

        /// Each family's own way of saying that somebody's words are not to be used.
        @Test func ourOwnListOfBannedWords_answersFirst() async throws {
            try await withTemporaryDirectory { directory in
                let file = directory + "/banned-words.txt"
                try "# ours\nforbidden fruit\n".write(
                    toFile: file,
                    atomically: true,
                    encoding: .utf8
                )
                try await withDemo(
                    channel: [],
                    ["--set", "MJTASK_BANNED_WORDS=\(file)"]
                ) { demo, channel in
                    let flow = Flow(demo: demo)
                    let answer = try await flow.post(
                        "submit/imagine",
                        ["prompt": "some Forbidden Fruit"]
                    )
                    #expect(answer.json["code"]?.integer == 24)
                    #expect(answer.json["properties"]?["bannedWord"]?.string == "Forbidden Fruit")
                    #expect(try await channel.requests(to: "/submit/imagine").isEmpty)
                    #expect(try flow.balance().spent == 0)
                    #expect(try await demo.list().json["data"]?["total"]?.integer == 0)
                }
            }
        }
    }
}
