import Domain
import Testing

@testable import Upstream

@Suite struct TaskDecoderTests {
    private func report(_ text: String) throws -> ChannelReport? {
        TaskDecoder.report(try json(text))
    }

    private func report(with member: String) throws -> ChannelReport {
        try #require(try report(#"{"id":"1",\#(member)}"#))
    }

    /// The documented callback body of plus, with what its properties often hold.
    @Test func report_readsTheDocumentedTask() throws {
        let text = #"""
            {"id":"14001929738841620","action":"IMAGINE","status":"SUCCESS","prompt":"猫猫",
             "promptEn":"Cat","description":"/imagine 猫猫","submitTime":1689231405854,
             "startTime":1689231442755,"finishTime":1689231544312,"progress":"100%",
             "imageUrl":"https://cdn.discordapp.com/attachments/xxx/xxx/xxxx.png",
             "failReason":null,"state":"1689231405853400","properties":{"finalPrompt":"Cat",
             "notifyHook":"http://10.0.0.1/hook","userToken":"t","nested":[{"mj_api_secret":1}]},
             "buttons":[{"customId":"MJ::JOB::upsample::1::85a4b4c1","emoji":"","label":"U1",
             "type":2,"style":2},{"customId":null,"label":"link"},{"label":"none"},"x"]}
            """#
        #expect(
            try report(text)
                == ChannelReport(
                    upstreamID: "14001929738841620",
                    state: "1689231405853400",
                    status: .success,
                    progress: .complete,
                    action: "IMAGINE",
                    prompt: "猫猫",
                    submitTime: 1_689_231_405_854,
                    notifyHook: "http://10.0.0.1/hook",
                    promptEn: "Cat",
                    startTime: 1_689_231_442_755,
                    finishTime: 1_689_231_544_312,
                    imageURL: "https://cdn.discordapp.com/attachments/xxx/xxx/xxxx.png",
                    buttons: #"[{"customId":"MJ::JOB::upsample::1::85a4b4c1","emoji":"","#
                        + #""label":"U1","style":2,"type":2}]"#,
                    properties: #"{"finalPrompt":"Cat","nested":[{}]}"#
                )
        )
    }

    @Test func report_readsATaskOfWhichAllIsNull() throws {
        let names = [
            "action", "status", "prompt", "promptEn", "description", "state", "submitTime",
            "startTime", "finishTime", "progress", "imageUrl", "failReason", "properties",
            "buttons", "imageUrls", "videoUrls", "videoUrl",
        ]
        let members = names.map { "\"\($0)\":null" }.joined(separator: ",")
        let empty = ChannelReport(upstreamID: "1", status: nil)
        #expect(try report("{\"id\":\"1\",\(members)}") == empty)
        #expect(try report(#"{"id":"1"}"#) == empty)
        // Wrong types count as not sent, too.
        let wrong = names.map { "\"\($0)\":{\"a\":[1]}" }.joined(separator: ",")
        var expected = empty
        expected.properties = #"{"a":[1]}"#
        #expect(try report("{\"id\":\"1\",\(wrong)}") == expected)
    }

    @Test(arguments: [
        (#""0741798445574458""#, "0741798445574458"), ("14001929738841620", "14001929738841620"),
        ("1689231405853400", "1689231405853400"), (#""a/b ü""#, "a/b ü"),
    ]) func report_keepsIDsExact(id: String, expected: String) throws {
        #expect(try report(#"{"id":\#(id)}"#)?.upstreamID == expected)
    }

    @Test(arguments: [
        "{}", #"{"id":null}"#, #"{"id":""}"#, #"{"id":1.5}"#, #"{"id":[1]}"#, "[]", "null", "7",
    ]) func report_isNil_withoutAnID(text: String) throws {
        #expect(try report(text) == nil)
    }

    @Test(arguments: [
        (#""31%""#, 31), (#""101%""#, 100), (#""-5%""#, 0), ("46", 46), ("46.5", 46),
        (#""""#, nil), (#""Waiting to start""#, nil), (#""relaxed""#, nil), ("null", nil),
        ("1e30", nil), ("true", nil),
    ]) func report_readsProgress(value: String, percent: Int?) throws {
        #expect(try report(with: "\"progress\":\(value)").progress?.percent == percent)
    }

    @Test(arguments: [
        ("1689231442755", 1_689_231_442_755), ("1689231442", 1_689_231_442_000),
        (#""1689231442755""#, 1_689_231_442_755), ("1689231442755.4", 1_689_231_442_755),
        ("0", 0), ("-5", 0), ("null", 0), (#""yesterday""#, 0), ("1e300", 0),
    ]) func report_readsTimes(value: String, time: Int64) throws {
        #expect(try report(with: "\"startTime\":\(value)").startTime == time)
        #expect(try report(with: "\"finishTime\":\(value)").finishTime == time)
    }

    @Test(arguments: TaskStatus.allCases) func report_readsEveryStatus(status: TaskStatus) throws {
        #expect(try report(with: "\"status\":\"\(status.rawValue)\"").status == status)
    }

    @Test func report_hasNoStatus_whenNobodyKnowsIt() throws {
        #expect(try report(with: #""status":"PAUSED""#).status == nil)
        #expect(try report(with: #""status":3"#).status == nil)
    }

    @Test(arguments: ["", "/a.png", "a.png", "//host/a.png", "ftp://host/a.png", "file:///a.png"])
    func report_dropsAddressesThatOnlyTheChannelUnderstands(url: String) throws {
        #expect(try report(with: "\"imageUrl\":\"\(url)\"").imageURL == "")
    }

    @Test func report_readsListsOfAddresses() throws {
        let objects = try report(
            with: #""videoUrls":[{"url":"https://a/1.mp4","thumbnail":"x"},{"url":null},{}]"#
        )
        #expect(objects.videoURLs == ["https://a/1.mp4"])
        #expect(objects.videoURL == "https://a/1.mp4")
        let texts = try report(with: #""videoUrls":["https://a/1.mp4",null,7,"/2.mp4"]"#)
        #expect(texts.videoURLs == ["https://a/1.mp4"])
        #expect(try report(with: #""videoUrls":[]"#).videoURLs == [])
        let pictures = try report(with: #""imageUrl":null,"imageUrls":[{"url":"https://a/0.png"}]"#)
        #expect(pictures.imageURL == "https://a/0.png")
    }

    @Test(arguments: [
        ("[]", "[]"), (#"[{"customId":null},{"label":"a link"}]"#, "[]"), ("null", ""),
        (#""U1""#, ""), ("{}", ""), (#"[{"customId":"a"},{}]"#, #"[{"customId":"a"}]"#),
    ])
    func report_tellsNoButtonsFromNothingSaidOfThem(buttons: String, kept: String) throws {
        #expect(try report(with: "\"buttons\":\(buttons)").buttons == kept)
    }

    @Test func report_boundsWhatATaskMayBring() throws {
        let long = String(repeating: "猫", count: 1_000_000)
        let report = try report(
            with: """
                "promptEn":"\(long)","failReason":"\(long)","properties":{"a":"\(long)"},
                "buttons":[{"customId":"\(long)"}],"imageUrl":"https://a/\(long)"
                """
        )
        #expect(report.promptEn.utf8.count <= 64 << 10)
        #expect(!report.promptEn.isEmpty)
        #expect(report.failReason.utf8.count <= 64 << 10)
        #expect(report.properties.isEmpty && report.buttons.isEmpty && report.imageURL.isEmpty)
    }

    @Test func reports_leavesOut_whatIsForeignDuplicateOrUnreadable() throws {
        let items = try #require(
            try json(
                #"""
                [{"id":"1","status":"SUBMITTED"},{"id":1,"status":"FAILURE"},{"id":"9"},null,
                 "1",{},{"id":"2","status":"ODD"},[]]
                """#
            ).array
        )
        let list = TaskDecoder.reports(items, asked: ["1", "2", "3"])
        #expect(list.reports.map(\.upstreamID) == ["1", "2"])
        #expect(list.reports.first?.status == .submitted)
        #expect(list.oddities == [.unreadable, .foreign, .duplicate, .unknownStatus])
    }
}
