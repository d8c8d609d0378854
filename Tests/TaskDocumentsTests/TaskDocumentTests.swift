import Domain
import Foundation
import Testing

@testable import TaskDocuments

struct TaskDocumentTests {
    private func text(_ task: MidjourneyTask, _ details: TaskDetails = TaskDetails()) -> String {
        let pictures = PictureLinks(key: Array(0..<32), publicURL: "https://example.com")
        return String(
            decoding: TaskDocument(pictures: pictures).bytes(of: task, details),
            as: UTF8.self
        )
    }

    private func document(
        _ task: MidjourneyTask,
        _ details: TaskDetails = TaskDetails()
    ) throws -> JSONValue {
        try JSONValue.parse(Array(text(task, details).utf8))
    }

    @Test func newTask_hasEveryKey_andNullForWhatIsNotKnown() {
        let text = text(
            .make(submitTime: 1_640_908_800_123),
            TaskDetails(state: "mine", description: "/imagine a cat")
        )

        #expect(
            text == #"{"id":"1234567890123456","action":"IMAGINE","status":"NOT_START","#
                + #""prompt":"a cat","promptEn":"","description":"/imagine a cat","#
                + #""state":"mine","submitTime":1640908800123,"startTime":null,"#
                + #""finishTime":null,"progress":"0%","imageUrl":null,"imageUrls":null,"#
                + #""failReason":null,"mode":null,"botType":"MID_JOURNEY","seed":null,"#
                + #""videoUrl":null,"videoUrls":null,"#
                + #""properties":{"botType":"MID_JOURNEY","finalPrompt":"a cat"},"#
                + #""displays":{"status":"NOT_START","submitTime":"\#(localTime(1_640_908_800))","#
                + #""startTime":"","finishTime":"","action":"IMAGINE","discordInstanceId":""},"#
                + #""buttons":[]}"#
        )
    }

    @Test func finishedTask_hasPictureVideosAndTheChannelsProperties() throws {
        let value = try document(
            .make(
                status: .success,
                progress: .complete,
                startTime: 1_640_908_900_000,
                finishTime: 1_640_909_200_000,
                hasPicture: true,
                videoURLs: ["http://v/1", "http://v/2"]
            ),
            TaskDetails(properties: #"{"discordInstanceId":"1118","finalPrompt":"Cat"}"#)
        )

        #expect(value["progress"]?.string == "100%")
        #expect(value["imageUrl"]?.string?.contains("/mj/image/1234567890123456?s=") == true)
        #expect(value["properties"]?["finalPrompt"]?.string == "Cat")
        #expect(
            value["videoUrls"]?.array?.map { $0["url"]?.string } == ["http://v/1", "http://v/2"]
        )
        let displays = value["displays"]
        #expect(displays?["status"]?.string == "SUCCESS")
        #expect(displays?["startTime"]?.string == localTime(1_640_908_900))
        #expect(displays?["finishTime"]?.string == localTime(1_640_909_200))
        #expect(displays?["discordInstanceId"]?.string == "1118")
    }

    @Test func everyButton_hasAllThatClientsRead() {
        let text = text(
            .make(status: .success),
            TaskDetails(
                buttons: #"[{"customId":"a","emoji":"🪄","label":"Vary","type":2,"style":3,"x":1},"#
                    + #"{"customId":"b"},{"customId":"c","emoji":null,"label":5,"style":"1"},"#
                    + #"{"label":"a link"},{"customId":7}]"#
            )
        )

        #expect(
            text.hasSuffix(
                #""buttons":[{"customId":"a","emoji":"🪄","label":"Vary","type":2,"style":3},"#
                    + #"{"customId":"b","emoji":"","label":"","type":2,"style":2},"#
                    + #"{"customId":"c","emoji":"","label":"","type":2,"style":2}]}"#
            )
        )
    }

    @Test(arguments: [
        TaskAction.imagine, .variation, .lowVariation, .highVariation, .reroll, .blend,
    ])
    func gridWithoutButtons_hasThoseOfEveryGrid(_ action: TaskAction) throws {
        let buttons = try document(.make(action: action, status: .success))["buttons"]?.array ?? []

        let id = "1234567890123456"
        #expect(
            buttons.map { $0["customId"]?.string }
                == (1...4).map { "MJ::JOB::upsample::\($0)::\(id)" }
                + ["MJ::JOB::reroll::0::\(id)::SOLO"]
                + (1...4).map { "MJ::JOB::variation::\($0)::\(id)" }
        )
        #expect(
            buttons.map { ($0["label"]?.string ?? "?") + ($0["emoji"]?.string ?? "?") }
                == ["U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4"]
        )
        #expect(buttons.allSatisfy { $0["type"]?.integer == 2 && $0["style"]?.integer == 2 })
    }

    @Test(arguments: [
        (TaskAction.imagine, TaskStatus.inProgress, ""), (.imagine, .failure, ""),
        (.imagine, .modal, ""), (.upscale, .success, ""), (.describe, .success, ""),
        (.video, .success, ""), (.imagine, .success, "[]"),
    ])
    func anythingElse_hasOnlyWhatItsChannelGave(
        _ action: TaskAction,
        _ status: TaskStatus,
        _ stored: String
    ) throws {
        let value = try document(
            .make(action: action, status: status),
            TaskDetails(buttons: stored)
        )

        #expect(value["buttons"] == .array([]))
    }

    @Test(arguments: [TaskStatus.notStart, .modal, .submitted, .inProgress, .success])
    func taskThatHasNotFailed_hasNoReason(_ status: TaskStatus) throws {
        #expect(try document(.make(status: status, failReason: "old"))["failReason"] == .null)
    }

    @Test func endInVain_saysWhy() throws {
        let failed = try document(.make(status: .failure, failReason: "[Invalid parameter] x"))
        let silent = try document(.make(status: .failure))
        let cancelled = try document(.make(status: .cancel))

        #expect(failed["failReason"]?.string == "[Invalid parameter] x")
        #expect(silent["failReason"] == .null)
        #expect(cancelled["failReason"]?.string == "取消任务")
    }

    @Test(arguments: [
        (TaskAction.lowVariation, "VARIATION"), (.highVariation, "VARIATION"),
        (.inpaint, "VARIATION"), (.customZoom, "ZOOM"), (.zoom, "ZOOM"), (.reroll, "REROLL"),
        (.action, "ACTION"), (TaskAction(rawValue: "NEW_KIND"), "NEW_KIND"),
    ])
    func action_hasItsDocumentedName(_ action: TaskAction, _ name: String) throws {
        let value = try document(.make(action: action))

        #expect(value["action"]?.string == name)
        #expect(value["displays"]?["action"]?.string == name)
    }

    @Test(arguments: [
        (TaskAction.imagine, "a cat", "", "MID_JOURNEY"),
        (.imagine, "a cat --niji 6", "", "NIJI_JOURNEY"),
        (.imagine, "a --nijiness", "", "MID_JOURNEY"),
        (.imagine, "a cat --niji 6", #"{"botType":"MID_JOURNEY"}"#, "MID_JOURNEY"),
        (.blend, "", #"{"botType":"NIJI_JOURNEY"}"#, "NIJI_JOURNEY"),
        (.imagine, "a cat", #"{"botType":"strange"}"#, "MID_JOURNEY"),
        (.swapFace, "", "", "INSIGHT_FACE"),
    ])
    func botType_isTheChannels_orFollowsFromTheTask(
        _ action: TaskAction,
        _ prompt: String,
        _ properties: String,
        _ expected: String
    ) throws {
        let value = try document(
            .make(action: action, prompt: prompt),
            TaskDetails(properties: properties)
        )

        #expect(value["botType"]?.string == expected)
        #expect(value["properties"]?["botType"]?.string == expected)
    }

    @Test(arguments: [
        (TaskAction.describe, TaskStatus.success, #"{"finalPrompt":"1️⃣ Cat"}"#, "" as String?),
        (.shorten, .success, #"{"finalZhPrompt":null}"#, ""),
        (.shorten, .success, #"{"finalZhPrompt":"猫"}"#, "猫"),
        (.shorten, .inProgress, "", nil), (.imagine, .success, "", nil),
    ])
    func finalZhPrompt_isATextWhereOneIsRead(
        _ action: TaskAction,
        _ status: TaskStatus,
        _ properties: String,
        _ expected: String?
    ) throws {
        let value = try document(
            .make(action: action, status: status),
            TaskDetails(properties: properties)
        )

        #expect(value["properties"]?["finalZhPrompt"]?.string == expected)
    }

    @Test(arguments: [
        ("636646138", "", "636646138"), ("", #"{"imageSeed":"7"}"#, "7"),
        ("", #"{"imageSeed":8}"#, "8"), ("9", #"{"imageSeed":"7"}"#, "9"),
    ])
    func seed_isShownInBothPlaces_onceKnown(
        _ seed: String,
        _ properties: String,
        _ expected: String
    ) throws {
        let value = try document(
            .make(status: .success),
            TaskDetails(properties: properties, seed: seed)
        )

        #expect(value["seed"]?.string == expected)
        #expect(value["properties"]?["imageSeed"]?.string == expected)
    }

    @Test func secrets_areNotShown() {
        let text = text(
            .make(status: .success),
            TaskDetails(notifyHook: "http://hook/x", parent: "77", hookSecret: "unguessable")
        )

        #expect(!text.contains("http://hook/x"))
        #expect(!text.contains("unguessable"))
    }

    /// By another implementation than the one that is tested.
    private func localTime(_ seconds: TimeInterval) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyy-MM-dd HH:mm:ss"
        return format.string(from: Date(timeIntervalSince1970: seconds))
    }
}

extension MidjourneyTask {
    fileprivate static func make(
        action: TaskAction = .imagine,
        status: TaskStatus = .notStart,
        progress: Domain.Progress = .none,
        prompt: String = "a cat",
        failReason: String = "",
        submitTime: Milliseconds = 1_640_908_800_123,
        startTime: Milliseconds = 0,
        finishTime: Milliseconds = 0,
        hasPicture: Bool = false,
        videoURLs: [String] = []
    ) -> MidjourneyTask {
        MidjourneyTask(
            id: 1,
            mjID: "1234567890123456",
            userID: 7,
            action: action,
            status: status,
            progress: progress,
            prompt: prompt,
            failReason: failReason,
            submitTime: submitTime,
            startTime: startTime,
            finishTime: finishTime,
            hasPicture: hasPicture,
            videoURLs: videoURLs
        )
    }
}
