import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// What a user does with a picture, one step after the other, over nginx.
    struct DrawingFlowTests {
        @Test func imagine_upscale_zoom_pan_customZoom_region_andSeed() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw("submit/imagine", ["prompt": "a cat on a roof"])
                #expect(grid["action"]?.string == "IMAGINE")
                #expect(grid["buttons"]?.array?.count ?? 0 >= 9)

                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::2::", of: grid)
                )
                #expect(upscaled["action"]?.string == "UPSCALE")
                #expect(upscaled["prompt"]?.string == "a cat on a roof")

                let zoomed = try await flow.wait(
                    for: try await flow.press("MJ::Outpaint::50::", of: upscaled)
                )
                #expect(zoomed["action"]?.string == "ZOOM")

                let panned = try await flow.wait(
                    for: try await flow.press("MJ::JOB::pan_left::", of: upscaled)
                )
                #expect(panned["action"]?.string == "PAN")

                try await customZoom(of: upscaled, flow)
                try await region(of: upscaled, flow)
                try await seed(of: grid, demo)

                // What was drawn is paid for: imagine, upscale, zoom, pan and two modals.
                #expect(try flow.balance().spent == 50_000 * 5 + 25_000)
            }
        }

        private func customZoom(of upscaled: JSONValue, _ flow: Flow) async throws {
            let id = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
            #expect(try await flow.fetch(id)["status"]?.string == "MODAL")

            // What the window does not take costs nothing and leaves it open.
            let refused = try await flow.post(
                "submit/modal",
                ["taskId": .string(id), "prompt": "a cat --zoom 3"]
            )
            #expect(refused.json["code"]?.integer == 4)
            #expect(try await flow.fetch(id)["status"]?.string == "MODAL")

            let same = try await flow.submit(
                "submit/modal",
                ["taskId": .string(id), "prompt": "a cat on a hill --zoom 1.5"]
            )
            #expect(same == id)
            let task = try await flow.wait(for: id)
            #expect(task["prompt"]?.string == "a cat on a hill --zoom 1.5")
            #expect(task["action"]?.string == "ZOOM")
        }

        private func region(of upscaled: JSONValue, _ flow: Flow) async throws {
            let id = try await flow.press("MJ::Inpaint::", of: upscaled, codes: [21])
            let unmasked = try await flow.post("submit/modal", ["taskId": .string(id)])
            #expect(unmasked.json["code"]?.integer == 4)

            let same = try await flow.submit(
                "submit/modal",
                ["taskId": .string(id), "prompt": "a hat", "maskBase64": .string(pixel)]
            )
            #expect(same == id)
            let task = try await flow.wait(for: id)
            #expect(task["imageUrl"]?.string?.hasPrefix(flow.demo["BASE_URL"]) == true)

            // It is no window any more.
            let again = try await flow.post("submit/modal", ["taskId": .string(id)])
            #expect(again.json["description"]?.string == "关联任务状态错误")
        }

        private func seed(of grid: JSONValue, _ demo: RunningDemo) async throws {
            let id = try #require(grid["id"]?.string)
            let path = "/mj/task/\(id)/image-seed"
            let first = try await demo.get(path, token: demo["API_KEY"])
            #expect(first.json["code"]?.integer == 1)
            let seed = try #require(first.json["result"]?.string)
            #expect(!seed.isEmpty && seed.allSatisfy(\.isNumber))
            let second = try await demo.get(path, token: demo["API_KEY"])
            #expect(second.json["result"]?.string == seed)
            let task = try await demo.fetch(id).json
            #expect(task["properties"]?["imageSeed"]?.string == seed)
        }

        @Test func variationAndReroll_ofTheOlderRoutes_reachTheChannelAsItsButtons() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let id = try #require(grid["id"]?.string)

                let variation = try await flow.draw(
                    "submit/change",
                    ["taskId": .string(id), "action": "VARIATION", "index": 3]
                )
                let reroll = try await flow.draw(
                    "submit/simple-change",
                    ["content": .string("\(id) R")]
                )
                let upscale = try await flow.draw(
                    "submit/simple-change",
                    ["content": .string("\(id) u4")]
                )

                #expect(variation["action"]?.string == "VARIATION")
                #expect(reroll["action"]?.string == "REROLL")
                #expect(upscale["action"]?.string == "UPSCALE")
                #expect(variation["prompt"]?.string == "a cat")
            }
        }

        @Test func aButton_unknownToEverybody_isPassedOn() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let task = try await flow.wait(
                    for: try await flow.press("MJ::JOB::sparkle::", of: upscaled)
                )
                #expect(task["action"]?.string == "ACTION")
            }
        }

        @Test func aBookmark_givesTheParent_andMakesNoTask() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let grid = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let before = try flow.balance()
                let id = try await flow.press("MJ::BOOKMARK::", of: upscaled)
                #expect(id == upscaled["id"]?.string)
                #expect(try await demo.list().json["data"]?["total"]?.integer == 2)
                #expect(try flow.balance() == before)
            }
        }

        @Test func anotherUsersPicture_isNoParent() async throws {
            try await withDemo { demo in
                let grid = try await Flow(demo: demo).draw()
                let id = try #require(grid["id"]?.string)
                let custom = try Flow(demo: demo).customID("MJ::JOB::upsample::1::", of: grid)
                let stranger = Flow(demo: demo, key: demo["SECOND_API_KEY"])

                let bodies: [(String, [String: JSONValue])] = [
                    ("submit/action", ["taskId": .string(id), "customId": .string(custom)]),
                    ("submit/change", ["taskId": .string(id), "action": "UPSCALE", "index": 1]),
                    ("submit/simple-change", ["content": .string("\(id) U1")]),
                    ("submit/modal", ["taskId": .string(id)]),
                ]
                for (route, body) in bodies {
                    let answer = try await stranger.post(route, body)
                    #expect(answer.status == 200)
                    #expect(answer.json["code"]?.integer == 4, "\(route)")
                    #expect(answer.json["description"]?.string == "关联任务不存在或已失效", "\(route)")
                }
                for path in ["image-seed", "fetch"] {
                    let answer = try await demo.get(
                        "/mj/task/\(id)/\(path)",
                        token: demo["SECOND_API_KEY"]
                    )
                    #expect(answer.status == 404, "\(path)")
                }
                let cancel = try await demo.send(
                    "POST",
                    "/mj/task/\(id)/cancel",
                    token: demo["SECOND_API_KEY"]
                )
                #expect(cancel.status == 404)
            }
        }
    }
}
