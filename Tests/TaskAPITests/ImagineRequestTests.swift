import Domain
import Testing

@testable import TaskAPI

struct ImagineRequestTests {
    private func parse(_ body: String) throws(Problem) -> ImagineRequest {
        try ImagineRequest(Array(body.utf8), maximumPromptLength: 100)
    }

    @Test func clientsStateAndHook_stayHere_andTheRestPassesThrough() throws {
        let request = try parse(
            #"{"prompt":" a cat\n","state":"mine","notifyHook":"https://example.com/hook","#
                + #""botType":"NIJI_JOURNEY","accountFilter":{"modes":["FAST"]},"#
                + #""base64Array":["data:image/png;base64,AAAA"]}"#
        )

        #expect(request.prompt == "a cat")
        #expect(request.state == "mine")
        #expect(request.notifyHook == "https://example.com/hook")
        #expect(
            request.body == [
                "prompt": .string("a cat"), "botType": .string("NIJI_JOURNEY"),
                "accountFilter": .object(["modes": .array([.string("FAST")])]),
                "base64Array": .array([.string("data:image/png;base64,AAAA")]),
            ]
        )
    }

    @Test(
        arguments: [
            ("{}", "prompt不能为空"), (#"{"prompt":null}"#, "prompt不能为空"),
            (#"{"prompt":" \n\t"}"#, "prompt不能为空"),
            (#"{"prompt":"x","base64Array":"data:image/png;base64,AAAA"}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":["http://example.com/a.png"]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":[null]}"#, "base64格式错误"),
            (#"{"prompt":"x","base64Array":["data:image/png;base64,"]}"#, "base64格式错误"),
            (#"{"prompt":5}"#, "prompt: must be a string"),
            (#"{"prompt":"x","state":{}}"#, "state: must be a string"),
            (#"{"prompt":"a\u0000b"}"#, "prompt: must not hold NUL"),
            (
                #"{"prompt":"x","notifyHook":"ftp://example.com"}"#,
                "notifyHook: must be an http or https address"
            ),
            (
                #"{"prompt":"x","notifyHook":"https://"}"#,
                "notifyHook: must be an http or https address"
            ),
            (
                #"{"prompt":"x","notifyHook":"http://a\r\nb"}"#,
                "notifyHook: must be an http or https address"
            ),
            (
                #"{"prompt":"x","state":""# + String(repeating: "s", count: 256) + #""}"#,
                "State参数过长，最大255字符"
            ),
            (
                #"{"prompt":"x","notifyHook":"http://e/"# + String(repeating: "s", count: 2000)
                    + #""}"#, "NotifyHook参数过长，最大2000字符"
            ),
            (
                #"{"prompt":""# + String(repeating: "s", count: 101) + #""}"#,
                "prompt: longer than 100 bytes"
            ),
        ])
    func badField_isCode4_withStatus200(_ body: String, _ description: String) {
        let problem = #expect(throws: Problem.self) { try parse(body) }

        #expect(problem?.status == 200)
        #expect(problem?.code == 4)
        #expect(problem?.message.text(in: .english) == description)
    }

    @Test(
        arguments: [
            ("", Message.bodyNotJSON), ("{", .bodyNotJSON), (#"{"prompt":"x"} x"#, .bodyNotJSON),
            (#"{"prompt":"x",}"#, .bodyNotJSON), ("[]", .bodyNotObject), ("null", .bodyNotObject),
            ("\"prompt\"", .bodyNotObject),
            (String(repeating: "[", count: 100_000), .bodyNotJSON),
            (#"{"prompt":1e999}"#, .bodyNotJSON),
        ])
    func whatIsNoObject_is400(_ body: String, _ message: Message) {
        #expect(throws: Problem(status: 400, message: message)) { try parse(body) }
    }

    @Test func invalidUTF8_is400() {
        let body = Array(#"{"prompt":""#.utf8) + [0xff] + Array(#""}"#.utf8)

        #expect(throws: Problem(status: 400, message: .bodyNotJSON)) {
            try ImagineRequest(body, maximumPromptLength: 100)
        }
    }

    @Test func longestState_isTaken() throws {
        let state = String(repeating: "猫", count: 255)

        #expect(try parse(#"{"prompt":"x","state":"\#(state)"}"#).state == state)
    }
}
