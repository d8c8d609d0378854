import Domain
import Testing

@testable import TaskAPI

extension SubmitForm {
    init(_ body: String, mode: SpeedMode? = nil, faceSize: Int = 10 << 20) throws(Problem) {
        try self.init(
            Array(body.utf8),
            mode: mode,
            limits: Limits(promptLength: 100, faceSize: faceSize)
        )
    }
}

/// What a client is told in English of a `body` that is refused with code 4.
func refusal(_ check: () throws -> Void) -> String? {
    let problem = #expect(throws: Problem.self) { try check() }
    #expect(problem?.status == 200)
    #expect(problem?.code == 4)
    return problem?.message.text(in: .english)
}

struct SubmitFormTests {
    private func parse(_ body: String, _ mode: SpeedMode? = nil) throws(Problem) -> SubmitForm {
        try SubmitForm(body, mode: mode)
    }

    @Test func clientsStateAndHook_stayHere_andTheRestPassesThrough() throws {
        let form = try parse(
            #"{"prompt":" a cat\n","state":"mine","notifyHook":"https://example.com/hook","#
                + #""botType":"NIJI_JOURNEY","accountFilter":{"remark":"x"},"#
                + #""new":[{"id":1400192973884162099,"x":null,"y":[],"z":0.5}]}"#
        )

        #expect(form.prompt == "a cat")
        #expect(form.state == "mine")
        #expect(form.notifyHook == "https://example.com/hook")
        #expect(form.botType == "NIJI_JOURNEY")
        #expect(form.mode == nil)
        #expect(
            form.body == [
                "prompt": .string("a cat"), "botType": .string("NIJI_JOURNEY"),
                "accountFilter": .object(["remark": .string("x")]),
                "new": .array([
                    .object([
                        "id": .integer(1_400_192_973_884_162_099), "x": .null, "y": .array([]),
                        "z": .number(0.5),
                    ])
                ]),
            ]
        )
    }

    @Test func orderToFetchAParent_reachesNoChannel() throws {
        let form = try parse(
            #"{"prompt":"x","TOOLS":[{"name":"get_parent_task"},{"name":"other"}]}"#
        )

        #expect(
            form.body == [
                "prompt": .string("x"),
                "tools": .array([.object(["name": .string("other")])]),
            ]
        )
    }

    @Test(
        arguments: [
            (#"{"prompt":5}"#, "prompt: must be a string"),
            (#"{"prompt":["x"]}"#, "prompt: must be a string"),
            (#"{"prompt":"x","state":{}}"#, "state: must be a string"),
            (#"{"prompt":"x","botType":1}"#, "botType: must be a string"),
            (#"{"prompt":"x","accountFilter":"FAST"}"#, "accountFilter: must be an object"),
            (#"{"prompt":"x","accountFilter":[]}"#, "accountFilter: must be an object"),
            (
                #"{"prompt":"x","accountFilter":{"modes":"FAST"}}"#,
                "modes: must be an array of strings"
            ),
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
                #"{"prompt":"x","notifyHook":"http://例子/"}"#,
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
        #expect(refusal { _ = try parse(body) } == description)
    }

    @Test func nullFields_areAsGoodAsNone() throws {
        let form = try parse(
            #"{"prompt":null,"state":null,"notifyHook":null,"botType":null,"accountFilter":null}"#
        )

        #expect(form.prompt.isEmpty && form.state.isEmpty && form.notifyHook.isEmpty)
        #expect(form.botType == "MID_JOURNEY")
    }

    @Test func modeOfThePath_replacesTheFiltersModes_andTheContraryFlag() throws {
        let form = try parse(
            #"{"prompt":"a cat --turbo --ar 1:1","accountFilter":{"modes":["RELAX"],"instanceId":"1"}}"#,
            .fast
        )

        #expect(form.mode == .fast)
        #expect(form.prompt == "a cat --turbo --ar 1:1")
        #expect(form.body["prompt"]?.string == "a cat --ar 1:1")
        #expect(
            form.body["accountFilter"]
                == .object(["modes": .array([.string("FAST")]), "instanceId": .string("1")])
        )
    }

    @Test func modeOfTheFilter_goesBeforeTheFlag_andStaysAsItIs() throws {
        let form = try parse(#"{"prompt":"a cat --fast","accountFilter":{"modes":["RELAX"]}}"#)

        #expect(form.mode == .relax)
        #expect(form.body["prompt"]?.string == "a cat")
        #expect(form.body["accountFilter"]?["modes"] == .array([.string("RELAX")]))
    }

    @Test(
        arguments: [
            ("[]", [], nil), ("[2]", [], nil), (#"["2"]"#, [], nil), (#"[" turbo "]"#, [], nil),
            (#"["turbo\n"]"#, [], nil), (#"["FAST,TURBO"]"#, [], nil),
            (#"[null,{"a":"FAST"},["FAST"],true,1.5]"#, [], nil), (#"["slow"]"#, [], nil),
            (#"["turbo"]"#, ["TURBO"], .turbo), (#"[2,"Fast"," turbo "]"#, ["FAST"], .fast),
            (#"["fast","2","Relax"]"#, ["FAST", "RELAX"], nil),
        ] as [(String, [String], SpeedMode?)]
    )
    func onlyKnownModes_areSent(_ modes: String, _ sent: [String], _ mode: SpeedMode?) throws {
        let form = try parse(
            #"{"prompt":"a cat","accountFilter":{"modes":\#(modes),"remark":"x"}}"#
        )

        #expect(form.mode == mode)
        #expect(
            form.body["accountFilter"]
                == .object(["modes": .array(sent.map(JSONValue.string)), "remark": .string("x")])
        )
    }

    @Test func promptThatIsOnlyAContraryFlag_isNone() throws {
        let form = try parse(#"{"prompt":"--fast"}"#, .relax)

        #expect(refusal { try form.requirePrompt() } == "prompt不能为空")
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
            try SubmitForm(body, mode: nil, limits: SubmitForm.Limits())
        }
    }

    @Test func longestState_isTaken() throws {
        let state = String(repeating: "猫", count: 255)

        #expect(try parse(#"{"prompt":"x","state":"\#(state)"}"#).state == state)
    }
}
