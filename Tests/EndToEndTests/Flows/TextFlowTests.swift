import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// From a picture to words, from words to pictures, and what is neither.
    struct TextFlowTests {
        @Test func describe_andADrawingOfOneOfItsPrompts() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let described = try await flow.draw("submit/describe", ["base64": .string(pixel)])
                let id = try #require(described["id"]?.string)
                #expect(described["action"]?.string == "DESCRIBE")
                #expect(described["description"]?.string == "/describe \(id).png")
                #expect(described["properties"]?["finalPrompt"]?.string?.contains("1️⃣") == true)
                #expect(described["properties"]?["finalZhPrompt"]?.string != nil)

                let picked = try await flow.press(
                    "MJ::Job::PicReader::2",
                    of: described,
                    codes: [21]
                )
                // A web client confirms at once, without a word.
                #expect(
                    try await flow.submit("submit/modal", ["taskId": .string(picked)]) == picked
                )
                let drawn = try await flow.wait(for: picked)
                #expect(drawn["action"]?.string == "IMAGINE")
                #expect(drawn["imageUrl"]?.string?.isEmpty == false)

                let again = try await flow.wait(
                    for: try await flow.press("MJ::Picread::Retry", of: described)
                )
                #expect(again["action"]?.string == "DESCRIBE")
            }
        }

        @Test func allPromptsOfADescription_areATaskEach_andPaidForEach() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let described = try await flow.draw("submit/describe", ["base64": .string(pixel)])
                let before = try flow.balance().spent

                let result = try await flow.press("MJ::Job::PicReader::all", of: described)

                let ids = result.split(separator: ",").map(String.init)
                #expect(ids.count == 4)
                #expect(Set(ids).count == 4)
                for id in ids { _ = try await flow.wait(for: id) }
                #expect(try flow.balance().spent - before == 4 * 50_000)
                #expect(try await demo.list().json["data"]?["total"]?.integer == 5)
            }
        }

        @Test func shorten_aDrawingOfOneOfItsPrompts_andTheDetails() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let shortened = try await flow.draw(
                    "submit/shorten",
                    ["prompt": "a very long story of a cat, in the style of expert draftsmanship"]
                )
                #expect(shortened["action"]?.string == "SHORTEN")
                let text = try #require(shortened["properties"]?["finalPrompt"]?.string)
                #expect(text.contains("## Shortened prompts"))
                #expect(shortened["properties"]?["finalZhPrompt"]?.string != nil)

                let picked = try await flow.press(
                    "MJ::Job::PromptAnalyzer::1",
                    of: shortened,
                    codes: [21]
                )
                let same = try await flow.submit(
                    "submit/modal",
                    ["taskId": .string(picked), "prompt": "a cat"]
                )
                #expect(same == picked)
                #expect(try await flow.wait(for: picked)["prompt"]?.string == "a cat")
            }
        }

        @Test func blend_swapFace_video_andEdits() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let blend = try await flow.draw(
                    "submit/blend",
                    ["base64Array": [.string(pixel), .string(otherPixel)], "dimensions": "SQUARE"]
                )
                #expect(blend["action"]?.string == "BLEND")
                #expect(blend["buttons"]?.array?.isEmpty == false)

                let swap = try await flow.draw(
                    "insight-face/swap",
                    ["sourceBase64": .string(pixel), "targetBase64": .string(otherPixel)]
                )
                #expect(swap["action"]?.string == "SWAP_FACE")
                #expect(swap["botType"]?.string == "INSIGHT_FACE")
                #expect(swap["buttons"]?.array?.isEmpty == true)

                let video = try await flow.draw(
                    "submit/video",
                    ["prompt": "it rains", "motion": "low", "image": .string(pixel)]
                )
                #expect(video["action"]?.string == "VIDEO")
                #expect(video["videoUrls"]?.array?.first?["url"]?.string?.hasPrefix("http") == true)

                let edit = try await flow.draw(
                    "submit/edits",
                    ["prompt": "a hat", "image": .string(pixel), "maskBase64": .string(pixel)]
                )
                #expect(edit["status"]?.string == "SUCCESS")
                #expect(edit["videoUrls"] == .null)
            }
        }

        @Test func anUpload_givesLinks_isPaidFor_andIsNoTask() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let answer = try await flow.post(
                    "submit/upload-discord-images",
                    ["base64Array": [.string(pixel)]]
                )
                #expect(answer.json["code"]?.integer == 1)
                let links = try #require(answer.json["result"]?.array)
                #expect(links.count == 1)
                #expect(links[0].string?.hasPrefix("http") == true)
                #expect(try flow.balance().spent == 25_000)
                #expect(try await demo.list().json["data"]?["total"]?.integer == 0)
            }
        }

        @Test(arguments: [("/fast", "FAST"), ("/mj-relax", "RELAX"), ("/turbo", "TURBO")])
        func aSpeedMode_isReachedByItsPath(prefix: String, mode: String) async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo, prefix: prefix)
                let task = try await flow.draw()
                #expect(task["mode"]?.string == mode)
                let body = try #require(try await channel.bodies(of: "/submit/imagine").last)
                #expect(body["accountFilter"]?["modes"]?.array == [.string(mode)])
            }
        }

        @Test func anotherFirstSegment_isNoMode() async throws {
            try await withDemo { demo in
                for prefix in ["/slow", "/mj-fastest", "/FAST", "/fast/fast"] {
                    // No location of ours: the web server's own page.
                    let status = try await demo.status(of: prefix + "/mj/submit/imagine")
                    #expect(status == 404, "\(prefix)")
                }
            }
        }
    }
}
