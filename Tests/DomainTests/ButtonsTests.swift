import Domain
import Testing

struct ButtonsTests {
    @Test func buttons_areReadAsTheyAreKept() {
        let buttons = Buttons(
            json: #"[{"customId":"a","emoji":"🔄","label":"","style":2,"type":2},{"customId":"b"}]"#
        )

        #expect(buttons["a"] == Buttons.Button(customID: "a", emoji: "🔄", label: ""))
        #expect(buttons["b"] == Buttons.Button(customID: "b"))
        #expect(buttons["c"] == nil)
    }

    @Test(arguments: ["", "{", "{}", "null", "[]", "[1,null,{}]", #"[{"customId":null}]"#])
    func whatIsNoButton_isPassedOver(_ json: String) {
        #expect(Buttons(json: json).all.isEmpty)
    }

    @Test func gridsOwnButtons_areTheNineOfEveryGrid() {
        let all = Buttons(gridOf: "77").all

        let texts = ["U1", "U2", "U3", "U4", "R", "V1", "V2", "V3", "V4"]
        #expect(all.map { Change(CustomID($0.customID))?.text } == texts)
        #expect(all[1] == Buttons.Button(customID: "MJ::JOB::upsample::2::77", label: "U2"))
        #expect(all[4] == Buttons.Button(customID: "MJ::JOB::reroll::0::77::SOLO", emoji: "🔄"))
        #expect(all[8] == Buttons.Button(customID: "MJ::JOB::variation::4::77", label: "V4"))
    }

    @Test func describedPrompts_areCountedOnce() {
        let buttons = Buttons(
            json: """
                [{"customId":"MJ::Job::PicReader::1"},{"customId":"MJ::Job::PicReader::2"},
                {"customId":"MJ::Job::PicReader::2"},{"customId":"MJ::Job::PicReader::all"},
                {"customId":"MJ::Picread::Retry"}]
                """
        )

        #expect(buttons.describedPrompts == 2)
        #expect(Buttons(json: "[]").describedPrompts == 0)
    }
}
