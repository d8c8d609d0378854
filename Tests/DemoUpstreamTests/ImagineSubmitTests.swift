import Domain
import Testing

@testable import DemoUpstream

@Suite struct ImagineSubmitTests {
    private func submit(_ text: String) throws -> ImagineSubmit {
        let body = try JSONValue.parse(Array(text.utf8))
        return try ImagineSubmit(SubmitRequest(body: body), BehaviorSettings())
    }

    @Test func init_readsTheFields() throws {
        let submit = try submit(
            #"""
            {"prompt":" 猫 ","base64Array":["data:image/png;base64,AAAA"],"botType":"NIJI_JOURNEY",
             "state":"x","notifyHook":"http://h/","accountFilter":{"modes":["FAST"]},"more":1}
            """#
        )
        #expect(submit.prompt == "猫")
        #expect(submit.fields.botType == "NIJI_JOURNEY")
        #expect(submit.fields.state == "x")
        #expect(submit.fields.notifyHook == "http://h/")
        #expect(
            try self.submit(#"{"prompt":"a","botType":"other"}"#).fields.botType == "MID_JOURNEY"
        )
        #expect(try self.submit(#"{"prompt":"a","notifyHook":""}"#).fields.notifyHook == nil)
    }

    @Test(arguments: ["{}", #"{"prompt":null}"#, #"{"prompt":""}"#, #"{"prompt":" \n"}"#])
    func init_wantsAPrompt(body: String) {
        #expect(throws: Refusal.invalid("prompt不能为空")) { try submit(body) }
    }

    @Test(arguments: [
        "\"AAAA\"", "\"http://a/b.png\"", "\"data:image/png;base64\"", "null", "7",
        "\"data:image/png;base64,\"", "\"data:image/png;base64,AA A\"", "\"data:x;base64,AAAA\"",
        "\"data:image/png,AAAA\"", "\"data:image/png;base64,AAA\"",
    ]) func init_wantsDataURLs(item: String) {
        #expect(throws: Refusal.invalid("base64格式错误")) {
            try submit(#"{"prompt":"a","base64Array":[\#(item)]}"#)
        }
    }
}
