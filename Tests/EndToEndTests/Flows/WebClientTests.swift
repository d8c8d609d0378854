import Domain
import Foundation
import TestSupport
import Testing

extension EndToEndTests {
    /// What a popular web client sends, reads, and stumbles over.
    struct WebClientTests {
        @Test func itsWholeSequence_works() async throws {
            try await withDemo { demo in
                let client = WebClient(demo: demo)
                let grid = try await client.finish(
                    client.submit(
                        "imagine",
                        """
                        {"base64Array":[],"notifyHook":"","prompt":"a cat","state":"",
                        "botType":"MID_JOURNEY"}
                        """
                    )
                )
                let upscaled = try await client.press("MJ::JOB::upsample::1::", of: grid)
                _ = try await client.press("MJ::JOB::high_variation::", of: upscaled)
                _ = try await client.press("MJ::JOB::reroll::", of: upscaled)
                try await client.region(of: upscaled)
                try await client.customZoom(of: upscaled)
                try await client.seed(of: grid)

                let niji = try await client.finish(
                    client.submit(
                        "imagine",
                        """
                        {"base64Array":["\(pixel)"],"notifyHook":"","prompt":"a cat","state":"",
                        "botType":"NIJI_JOURNEY"}
                        """
                    )
                )
                #expect(niji["botType"]?.string == "NIJI_JOURNEY")
                let described = try await client.finish(
                    client.submit(
                        "describe",
                        #"{"base64":"\#(pixel)","botType":"MID_JOURNEY"}"#
                    )
                )
                _ = try await client.press("MJ::Job::PicReader::1", of: described)
                let shortened = try await client.finish(
                    client.submit("shorten", #"{"prompt":"a long cat","botType":"MID_JOURNEY"}"#)
                )
                _ = try await client.press("MJ::Job::PromptAnalyzer::1", of: shortened)
                _ = try await client.finish(
                    client.submit(
                        "blend",
                        """
                        {"base64Array":["\(pixel)","\(otherPixel)"],"botType":"MID_JOURNEY",
                        "dimensions":"SQUARE"}
                        """
                    )
                )
                _ = try await client.finish(
                    client.send(
                        "POST",
                        "/mj/insight-face/swap",
                        #"{"sourceBase64":"\#(pixel)","targetBase64":"\#(otherPixel)"}"#
                    )
                )
                _ = try await client.finish(
                    client.submit(
                        "video",
                        #"{"motion":"low","prompt":"rain","image":"\#(pixel)","base64":"","mode":""}"#
                    )
                )
                try await client.upload()
                try await client.gallery(of: [grid, upscaled])
                #expect(client.complaints.isEmpty, "\(client.complaints)")
            }
        }

        @Test func aPreflight_ofAnotherSite_isAllowed() async throws {
            try await withDemo { demo in
                for path in ["/mj/submit/imagine", "/mj/task/1234567890123456/fetch"] {
                    let answer = try await demo.send(
                        "OPTIONS",
                        path,
                        headers: [
                            ("Origin", "https://draw.example"),
                            ("Access-Control-Request-Method", "POST"),
                            (
                                "Access-Control-Request-Headers",
                                "content-type,mj-api-secret,x-ptoken"
                            ),
                        ]
                    )
                    #expect((200..<300).contains(answer.status))
                    #expect(answer.header("Access-Control-Allow-Origin") == "*")
                    let allowed = answer.header("Access-Control-Allow-Headers")?.lowercased() ?? ""
                    for name in ["content-type", "mj-api-secret", "x-ptoken"] {
                        #expect(allowed.contains(name), "\(name)")
                    }
                }
            }
        }

        @Test func whatItCannotFind_isAnswered_neverWithAnEmptyBody() async throws {
            try await withDemo { demo in
                let client = WebClient(demo: demo)
                for path in [
                    "/mj/task/1234567890123456/fetch", "/mj/task/1234567890123456/image-seed",
                    "/mj/task/x/y", "/mj/nothing", "/mj",
                ] {
                    let answer = try await client.raw("GET", path, nil)
                    #expect(answer.status == 404, "\(path)")
                    #expect(answer.json.object != nil, "\(path)")
                }
            }
        }
    }
}

/// Sends what the web client sends, and complains where it would stop.
private final class WebClient {
    private let demo: RunningDemo
    private(set) var complaints: [String] = []

    init(demo: RunningDemo) {
        self.demo = demo
    }

    // MARK: Transport

    func raw(_ method: String, _ path: String, _ body: String?) async throws -> Answer {
        try await demo.send(
            method,
            path,
            headers: [("mj-api-secret", demo["API_KEY"])]
                + (body == nil ? [("Content-Type", "application/json")] : []),
            body: body.map { Array($0.utf8) }
        )
    }

    func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> JSONValue {
        let answer = try await raw(method, path, body)
        if answer.status != 200 { complaints.append("\(path): status \(answer.status)") }
        if answer.json == .null { complaints.append("\(path): json_error") }
        return answer.json
    }

    func submit(_ route: String, _ body: String) async throws -> JSONValue {
        try await send("POST", "/mj/submit/" + route, body)
    }

    // MARK: What it does with answers

    /// 1 and 22 are followed; 21 is confirmed at once; all else is a failure.
    func finish(_ reply: JSONValue) async throws -> JSONValue {
        guard let id = reply["result"]?.string else {
            complaints.append("failed: \(reply)")
            return .null
        }
        switch reply["code"]?.integer {
        case 1, 22:
            return try await poll(id)
        case 21:
            var body: [String: JSONValue] = ["taskId": .string(id)]
            if reply["description"]?.string?.contains("confirm") == true {
                guard let properties = reply["properties"]?.object else {
                    complaints.append("失败！ {}")
                    return .null
                }
                body["prompt"] = properties["finalPrompt"] ?? ""
            }
            return try await finish(submit("modal", text(.object(body))))
        default:
            complaints.append("failed: \(reply)")
            return .null
        }
    }

    /// One bad answer ends it; a task counts as done only with a progress, too.
    private func poll(_ id: String) async throws -> JSONValue {
        var task = JSONValue.null
        try await waitUntil("\(id) to end", timeout: .seconds(60)) {
            task = try await self.send("GET", "/mj/task/\(id)/fetch")
            return ["SUCCESS", "FAILURE"].contains(task["status"]?.string ?? "")
        }
        show(task)
        return task
    }

    private func show(_ task: JSONValue) {
        let action = task["action"]?.string ?? "?"
        if task["status"]?.string != "SUCCESS" { complaints.append("\(action): \(task)") }
        if task["progress"]?.string != "100%" { complaints.append("\(action): spins for ever") }
        if task["imageUrls"] ?? .null != .null { complaints.append("\(action): picture hidden") }
        if action == "VIDEO" {
            if task["videoUrls"]?.array?.first?["url"]?.string == nil {
                complaints.append("no video")
            }
        } else if task["videoUrls"] ?? .null != .null {
            complaints.append("\(action): picture hidden")
        }
        for button in task["buttons"]?.array ?? []
        where button["customId"]?.string == nil || button["label"]?.string == nil
            || button["emoji"]?.string == nil
        {
            complaints.append("\(action): a button cannot be shown: \(button)")
        }
        if action == "SHORTEN", task["properties"]?["finalZhPrompt"]?.string == nil {
            complaints.append("the text cannot be shown")
        }
        if ["IMAGINE", "UPSCALE", "VARIATION"].contains(action),
            task["imageUrl"]?.string?.isEmpty != false
        {
            complaints.append("\(action): no picture")
        }
    }

    // MARK: What its buttons do

    func press(_ prefix: String, of task: JSONValue) async throws -> JSONValue {
        try await finish(try await action(prefix, of: task))
    }

    private func action(_ prefix: String, of task: JSONValue) async throws -> JSONValue {
        let custom = try Flow(demo: demo).customID(prefix, of: task)
        let id = try #require(task["id"]?.string)
        return try await submit(
            "action",
            text(["customId": .string(custom), "taskId": .string(id)])
        )
    }

    /// Whatever gives a result is followed by the user's own data.
    func region(of task: JSONValue) async throws {
        let reply = try await action("MJ::Inpaint::", of: task)
        let id = try #require(reply["result"]?.string)
        let modal = try await submit(
            "modal",
            text(["maskBase64": .string(pixel), "prompt": "a hat", "taskId": .string(id)])
        )
        _ = try await finish(modal)
    }

    func customZoom(of task: JSONValue) async throws {
        let reply = try await action("MJ::CustomZoom::", of: task)
        let id = try #require(reply["result"]?.string)
        let modal = try await submit(
            "modal",
            text(["taskId": .string(id), "prompt": "a cat --zoom 1.8"])
        )
        _ = try await finish(modal)
    }

    func seed(of task: JSONValue) async throws {
        let id = try #require(task["id"]?.string)
        let reply = try await send("GET", "/mj/task/\(id)/image-seed")
        let seed = reply["result"]?.string.flatMap { Int($0) } ?? 0
        if seed <= 0 { complaints.append("no seed: \(reply)") }
    }

    func upload() async throws {
        let reply = try await submit("upload-discord-images", #"{"base64Array":["\#(pixel)"]}"#)
        if reply["code"]?.integer != 1 || reply["result"]?.array?.first?.string == nil {
            complaints.append("no upload: \(reply)")
        }
    }

    /// Ids as numbers.
    func gallery(of tasks: [JSONValue]) async throws {
        let ids = tasks.compactMap { $0["id"]?.string }.joined(separator: ",")
        let rows = try await send("POST", "/mj/task/list-by-condition", #"{"ids":[\#(ids)]}"#)
        if rows.array?.count != tasks.count { complaints.append("gallery: \(rows)") }
        for row in rows.array ?? [] {
            for key in ["id", "imageUrl", "prompt", "action"] where row[key]?.string == nil {
                complaints.append("gallery without \(key)")
            }
            if row["startTime"]?.integer == nil { complaints.append("gallery without startTime") }
        }
    }

    private func text(_ body: JSONValue) -> String {
        String(decoding: body.bytes(), as: UTF8.self)
    }

    private func text(_ body: [String: JSONValue]) -> String { text(.object(body)) }
}
