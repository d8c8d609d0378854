import Domain
import Testing

@testable import TaskAPI

struct ImagineRequestTests {
    private func parse(_ body: String) throws(Problem) -> ImagineRequest {
        try ImagineRequest(SubmitForm(body))
    }

    @Test(
        arguments: [
            ("{}", "prompt不能为空"), (#"{"prompt":null}"#, "prompt不能为空"),
            (#"{"prompt":" \n\t"}"#, "prompt不能为空"),
            (#"{"prompt":"x","base64Array":"data:image/png;base64,AAAA"}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":["http://example.com/a.png"]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":[null]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":[""]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":[","]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":["data:image/png;base64"]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":["data:image/png;base64,"]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":[["data:image/png;base64,AAAA"]]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":{}}"#, "base64格式错误"),
            (#"{"prompt":"x","base64":"AAAA"}"#, "base64格式错误"),
            (#"{"prompt":"x","base64":7}"#, "base64: must be a string"),
        ])
    func badPromptOrPicture_isCode4(_ body: String, _ description: String) {
        #expect(refusal { _ = try parse(body) } == description)
    }

    @Test func pictures_goOn_andTheDeprecatedOneJoinsThem() throws {
        let request = try parse(
            #"{"prompt":"x","base64Array":["data:image/png;base64,AAAA"],"#
                + #""base64":"data:image/png;base64,BBBB"}"#
        )

        #expect(
            request.form.body["base64Array"]
                == .array([
                    .string("data:image/png;base64,AAAA"), .string("data:image/png;base64,BBBB"),
                ])
        )
        #expect(request.form.body["base64"] == nil)
    }

    @Test(arguments: ["null", "[]"])
    func noPictures_areFine(_ pictures: String) throws {
        let request = try parse(#"{"prompt":"x","base64Array":\#(pictures),"base64":""}"#)

        #expect(request.form.prompt == "x")
    }

    @Test func description_isThatOfMidjourneyProxy() throws {
        #expect(try parse(#"{"prompt":"a cat"}"#).description(of: "1") == "/imagine a cat")
    }
}
