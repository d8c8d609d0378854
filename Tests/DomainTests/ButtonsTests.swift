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
