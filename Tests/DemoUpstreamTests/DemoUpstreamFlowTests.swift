import Domain
import NIOHTTP1
import TestSupport
import Testing

@testable import DemoUpstream

/// What clients do one after another, over real HTTP.
@Suite struct DemoUpstreamFlowTests {
    private func press(
        _ demo: Demo,
        _ id: String,
        _ start: String
    ) async throws -> (code: Int64?, id: String) {
        let buttons = try await demo.fetch(id)["buttons"]?.array ?? []
        let ids = buttons.compactMap { $0["customId"]?.string }
        let customID = try #require(ids.first { $0.hasPrefix(start) })
        let answer = try await demo.submit(
            "submit/action",
            #"{"taskId":"\#(id)","customId":"\#(customID)"}"#
        )
        try await demo.advance()
        return (answer["code"]?.integer, answer["result"]?.string ?? "")
    }

    @Test func picture_upscale_zoom_pan_customZoom_region_seed() async throws {
        try await Demo.run { demo in
            let grid = try await demo.grid()
            let single = try await press(demo, grid, "MJ::JOB::upsample::2")
            let zoomed = try await press(demo, single.id, "MJ::Outpaint::50")
            let second = try await press(demo, zoomed.id, "MJ::JOB::upsample::1")
            let panned = try await press(demo, second.id, "MJ::JOB::pan_left")
            #expect([single.code, zoomed.code, second.code, panned.code] == [1, 1, 1, 1])
            let custom = try await press(demo, single.id, "MJ::CustomZoom")
            let region = try await press(demo, single.id, "MJ::Inpaint")
            #expect([custom.code, region.code] == [21, 21])
            for (id, more) in [
                (custom.id, #""prompt":"cat --zoom 1.5""#),
                (region.id, #""maskBase64":"data:image/png;base64,AAAA""#),
            ] {
                #expect(try await demo.fetch(id)["status"] == .string("MODAL"))
                let answer = try await demo.submit("submit/modal", #"{"taskId":"\#(id)",\#(more)}"#)
                #expect(answer["result"] == .string(id))
            }
            try await demo.advance()
            for id in [single.id, zoomed.id, panned.id, custom.id, region.id] {
                let task = try await demo.fetch(id)
                #expect(task["status"] == .string("SUCCESS"))
                let picture = try await demo.get(try #require(task["imageUrl"]?.string))
                #expect(try pixels(ofPNG: picture.body, size: 64).count == 64 * 64 * 3)
            }
            let url = demo.base + "/mj/task/\(panned.id)/image-seed"
            let seed = try await demo.json(.GET, url)
            #expect(seed["code"] == .integer(1))
            #expect(seed["description"] == .string("成功"))
            #expect(Int64(seed["result"]?.string ?? "") ?? 0 > 0)
        }
    }

    @Test func uploads_andVideos_canBeHad_inParts_andByOtherPages() async throws {
        try await Demo.run { demo in
            let answer = try await demo.submit(
                "submit/upload-discord-images",
                #"{"base64Array":["data:image/png;base64,AAECAwQF"]}"#
            )
            let url = try #require(answer["result"]?.array?.first?.string)
            let whole = try await demo.get(url)
            #expect(whole.body == [0, 1, 2, 3, 4, 5])
            #expect(whole.headers.first(name: "access-control-allow-origin") == "*")
            let part = try await demo.send(.GET, url, nil, ["range": "bytes=2-3"])
            #expect(part.status == 206)
            #expect(part.body == [2, 3])
            #expect(part.headers.first(name: "content-range") == "bytes 2-3/6")
            #expect(try await demo.send(.GET, url, nil, ["range": "bytes=-2"]).body == [4, 5])
            #expect(try await demo.send(.GET, url, nil, ["range": "bytes=9-"]).status == 416)
            let video = try await demo.submit("submit/video", #"{"prompt":"cat"}"#)
            try await demo.advance()
            let task = try await demo.fetch(video["result"]?.string ?? "")
            let film = try await demo.get(try #require(task["videoUrl"]?.string))
            #expect(film.headers.first(name: "content-type") == "video/mp4")
            // ISO 14496-12: the first box of a file is "ftyp".
            #expect(film.body.count > 800)
            #expect(film.body[4..<8].elementsEqual(Array("ftyp".utf8)))
        }
    }

    @Test func pictures_expire_change_orAreElsewhere() async throws {
        try await Demo.run { demo in
            _ = try await demo.control(.POST, "/clock", #"{"frozen":true}"#)
            let changing = try await demo.grid("cat [[image:bytes]]")
            let url = try #require(try await demo.fetch(changing)["imageUrl"]?.string)
            let later = try await demo.get(url).body
            let usual = try await demo.get(String(url.prefix { $0 != "?" })).body
            #expect(later != usual)
            let expired = try await demo.grid("cat [[image:expires]]")
            let gone = try #require(try await demo.fetch(expired)["imageUrl"]?.string)
            #expect(try await demo.get(gone).status == 403)
            let base = demo.process.controlURL + "/image-like"
            _ = try await demo.control(
                .POST,
                "/settings",
                #"{"pictures":"\#(base)","pictureLifetime":1000}"#
            )
            let grid = try await demo.grid()
            let elsewhere = try #require(try await demo.fetch(grid)["imageUrl"]?.string)
            #expect(elsewhere.hasPrefix(base))
            #expect(try await demo.get(elsewhere).status == 200)
            try await demo.advance(1_001)
            #expect(try await demo.get(elsewhere).status == 403)
        }
    }

    @Test func cancel_endsATask_andSaysSo() async throws {
        try await Demo.run { demo in
            let id = try #require(try await demo.imagine(#"{"prompt":"cat"}"#)["result"]?.string)
            let url = demo.base + "/mj/task/\(id)/cancel"
            #expect(try await demo.json(.POST, url)["code"] == .integer(1))
            #expect(try await demo.fetch(id)["status"] == .string("CANCEL"))
            #expect(try await demo.json(.POST, url)["code"] == .integer(4))
            _ = try await demo.control(.POST, "/settings", #"{"profile":"csharp"}"#)
            #expect(try await demo.send(.POST, url).body.isEmpty)
            #expect(try await demo.fetch(id)["failReason"] == .string("取消任务"))
            #expect(try await demo.get(demo.base + "/mj/task/1/fetch").status == 204)
            let missing = #"{"taskId":"1","customId":"x"}"#
            let action = try await demo.send(.POST, demo.base + "/mj/submit/action", missing)
            #expect(action.status == 404)
            let unreadable = try await demo.submit("submit/imagine", "[]")
            #expect(unreadable["success"] == .bool(false))
            #expect(unreadable["code"] == .integer(-1))
        }
    }

    @Test func switches_setTheBehaviour_fromTheStart() async throws {
        try await Demo.run([
            "--profile", "csharp", "--no-state", "--list-limit", "2", "--remix", "--secret", "s",
        ]) { demo in
            let settings = try await demo.control(.GET, "/settings")
            #expect(settings["profile"] == .string("csharp"))
            #expect(settings["state"] == .bool(false))
            #expect(settings["remix"] == .bool(true))
            let secret = ["mj-api-secret": "s"]
            for mode in ["fast", "relax", "turbo"] {
                let url = demo.base + "/mj-\(mode)/mj/submit/imagine"
                let body = #"{"prompt":"cat","state":"mine"}"#
                #expect(try await demo.send(.POST, url, body, secret).status == 200)
            }
            let list = demo.base + "/mj/task/list"
            let answer = try await demo.send(.GET, list, nil, secret)
            let tasks = try #require(try JSONValue.parse(answer.body).array)
            #expect(tasks.map { $0["mode"] } == [.string("TURBO"), .string("RELAX")])
            #expect(tasks.allSatisfy { $0["state"] == .null })
            // A gateway that passes its client's header on does not get in.
            let wrong = ["mj-api-secret": "s", "authorization": "Bearer x"]
            #expect(try await demo.send(.GET, list, nil, wrong).status == 401)
            _ = try await demo.control(.POST, "/settings", #"{"secret":"new"}"#)
            #expect(try await demo.send(.GET, list, nil, secret).status == 401)
        }
    }
}
