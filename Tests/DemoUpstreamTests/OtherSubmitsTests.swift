import Domain
import Testing

@testable import DemoUpstream

/// The submits that begin something and are not imagine.
@Suite struct OtherSubmitsTests {
    private static let picture = "data:image/png;base64,AAAA"
    private static let other = "data:image/png;base64,AAAB"

    private func refusal(
        _ name: SubmitName,
        _ body: String,
        _ profile: Profile = .plus
    ) throws -> String? {
        var simulation = Simulation.make(profile)
        let reply = try simulation.submit(name, body)
        #expect(reply.json["code"] == .integer(4))
        #expect(simulation.allTasks.isEmpty)
        return reply.json["description"]?.string
    }

    private func made(
        _ name: SubmitName,
        _ body: String,
        _ profile: Profile = .plus
    ) throws -> (task: DemoTask, json: JSONValue) {
        var simulation = Simulation.make(profile)
        let reply = try simulation.submit(name, body)
        #expect(reply.json["code"] == .integer(1))
        let task = try #require(simulation.newest)
        return (task, task.json(at: 1_000_000, profile))
    }

    @Test func describe_findsFourPrompts_inBothLanguages_withoutProgress() throws {
        let (task, json) = try made(.describe, #"{"base64":"\#(Self.picture)"}"#)
        #expect(json["action"] == .string("DESCRIBE"))
        #expect(json["description"] == .string("/describe \(task.id).png"))
        #expect(json["imageUrl"] == .string("http://h/p/uploads/1.png"))
        let english = try #require(json["properties"]?["finalPrompt"]?.string)
        #expect(english.split(separator: "\n\n").count == 4)
        #expect(english.hasPrefix("1️⃣ "))
        let chinese = try #require(json["properties"]?["finalZhPrompt"]?.string)
        #expect(PromptText.english(chinese) != chinese)
        let times = try #require(task.times)
        let finish = try #require(times.finish)
        #expect(task.view(at: finish - 1).status == "SUBMITTED")
        #expect(task.json(at: finish - 1)["properties"]?["finalPrompt"] == .null)
        #expect(task.view(at: finish).status == "SUCCESS")
        let ids = json["buttons"]?.array?.compactMap { $0["customId"]?.string }
        #expect(
            ids == (1...4).map { "MJ::Job::PicReader::\($0)" } + [
                "MJ::Picread::Retry", "MJ::Job::PicReader::all",
            ]
        )
    }

    @Test func describe_checksThePicture() throws {
        #expect(try refusal(.describe, "{}") == "base64不能为空")
        #expect(try refusal(.describe, #"{"base64":"x"}"#) == "base64格式错误")
        #expect(try refusal(.describe, "{}", .csharp) == "base64或link不能为空")
        #expect(try refusal(.describe, #"{"link":"ftp://h"}"#, .csharp) == "链接格式错误")
        let linked = try made(.describe, #"{"link":"http://h/a.png"}"#, .csharp)
        #expect(linked.json["properties"]?["finalZhPrompt"] == nil)
    }

    @Test func shorten_weighsTheWords_asMarkdown() throws {
        let (task, json) = try made(.shorten, #"{"prompt":"appdash appdash, dreamlike"}"#)
        #expect(json["description"] == .string("/shorten appdash appdash, dreamlike"))
        #expect(json["imageUrl"] == .null)
        let text = try #require(json["properties"]?["finalPrompt"]?.string)
        #expect(text.hasPrefix("## Important tokens\n**appdash** "))
        #expect(text.contains("\n## Shortened prompts\n1️⃣ appdash"))
        #expect(PromptLines.prompt(5, in: text)?.hasPrefix("appdash") == true)
        #expect(json["properties"]?["finalZhPrompt"]?.string?.hasPrefix("## 重要词汇") == true)
        #expect(task.buttons.map(\.customID).last == "MJ::Job::PromptAnalyzerExtended")
        #expect(task.buttons.last?.label == "Show Details")
        // Not refused: blank.
        _ = try made(.shorten, "{}")
    }

    @Test func blend_takesTwoToFivePictures() throws {
        let two = #""base64Array":["\#(Self.picture)","\#(Self.other)"]"#
        let (task, json) = try made(.blend, #"{\#(two),"dimensions":"PORTRAIT"}"#)
        #expect(json["description"] == .string("/blend \(task.id) 2"))
        #expect(task.buttons.count == 9)
        #expect(try refusal(.blend, #"{\#(two),"dimensions":null}"#) == "dimensions参数错误")
        #expect(try refusal(.blend, #"{"base64Array":["x","y"]}"#) == "base64格式错误")
        let one = #"{"base64Array":["\#(Self.picture)"]}"#
        #expect(try refusal(.blend, one) == "base64List参数错误")
        #expect(try refusal(.blend, one, .csharp) == "图片参数错误，2~5张图片")
    }

    @Test func edits_wantAPictureAndAPrompt() throws {
        let body = #"{"image":"\#(Self.picture)","prompt":"red","maskBase64":"ignored"}"#
        #expect(try made(.edits, body).json["action"] == .string("EDIT"))
        #expect(try made(.edit, body).json["description"] == .string("/edit red"))
        #expect(try made(.retexture, body).json["action"] == .string("RETEXTURE"))
        #expect(try refusal(.edits, #"{"image":"http://h/"}"#) == "image或prompt不能为空")
        #expect(try refusal(.edits, #"{"image":"?","prompt":"a"}"#) == "base64格式错误")
    }

    @Test func video_hasFourFilms_thatCanBeUpscaledAndExtended() throws {
        var simulation = Simulation.make()
        try simulation.submit(.video, #"{"prompt":"waves","motion":"low"}"#)
        let grid = try #require(simulation.newest)
        let json = grid.json(at: 1_000_000)
        #expect(json["videoUrl"]?.string?.hasSuffix(".mp4") == true)
        #expect(json["videoUrls"]?.array?.count == 4)
        #expect(grid.json(at: 1)["videoUrls"] == nil)
        #expect(grid.json(at: 1, .csharp)["videoUrls"] == .null)
        let upscale = #"{"taskId":"\#(grid.id)","customId":"\#(grid.buttons[1].customID)"}"#
        try simulation.submit(.action, upscale, at: 1_000_000)
        let film = try #require(simulation.newest)
        #expect(film.json(at: 2_000_000)["videoUrls"]?.array?.count == 1)
        #expect(film.buttons.allSatisfy { $0.customID.hasPrefix("MJ::JOB::animate_") })
        let extend = #"{"prompt":"on","taskId":"\#(film.id)","action":"extend"}"#
        #expect(try simulation.submit(.video, extend, at: 2_000_000).json["code"] == .integer(1))
        #expect(simulation.newest?.order.parentID == film.id)
        #expect(try refusal(.video, "{}") == "Prompt 不能为空")
        #expect(try refusal(.video, #"{"prompt":"a","taskId":"1"}"#) == "任务类型错误")
        #expect(try refusal(.video, #"{"prompt":"a","image":"?"}"#) == "base64格式错误")
    }

    @Test func upload_answersAddresses_andMakesNoTask() throws {
        var simulation = Simulation.make()
        let body = #"{"base64Array":["\#(Self.picture)","data:image/webp;base64,AAAB"]}"#
        let reply = try simulation.submit(.upload, body)
        let json = reply.json(.plus, pictures: "http://h/p")
        #expect(json["description"] == .string("提交成功"))
        #expect(
            json["result"]
                == .array([
                    .string("http://h/p/uploads/1.png"), .string("http://h/p/uploads/2.webp"),
                ])
        )
        #expect(simulation.uploads.file("2.webp")?.bytes == [0, 0, 1])
        #expect(simulation.allTasks.isEmpty)
        #expect(try refusal(.upload, #"{"base64Array":[]}"#) == "base64 参数错误")
        #expect(try refusal(.upload, #"{"base64Array":["x"]}"#) == "base64格式错误")
    }

    @Test func swap_hasABotOfItsOwn_andNoButtons() throws {
        let body = #"{"sourceBase64":"\#(Self.picture)","targetUrl":"http://h/a.png"}"#
        let (_, json) = try made(.swap, body)
        #expect(json["action"] == .string("SWAP_FACE"))
        #expect(json["properties"]?["botType"] == .string("INSIGHT_FACE"))
        #expect(json["buttons"] == .array([]))
        #expect(json["imageUrl"]?.string?.hasSuffix("/single.png") == true)
        var successor = Simulation.make(.csharp)
        let reply = try successor.submit(.swap, body).json(.csharp)
        #expect(reply["properties"] == .object([:]))
    }

    @Test(arguments: [
        ("{}", "人脸图片不能为空"), (#"{"sourceBase64":"x"}"#, "人脸图片格式错误"),
        (#"{"sourceUrl":"x"}"#, "人脸图片URL格式错误"),
        (#"{"sourceUrl":"http://h/"}"#, "目标图片不能为空"),
        (#"{"sourceUrl":"http://h/","targetUrl":"http://h/"}"#, "人脸图片和目标图片不能相同"),
    ]) func swap_checksItsPictures(body: String, description: String) throws {
        #expect(try refusal(.swap, body) == description)
    }

    @Test func swap_takesTenMegabytes() throws {
        let large = "data:image/png;base64," + String(repeating: "AAAA", count: 3_500_000)
        #expect(try refusal(.swap, #"{"sourceBase64":"\#(large)"}"#) == "人脸图片大小超过最大限制")
    }
}
