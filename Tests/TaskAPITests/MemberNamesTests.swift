import Domain
import Testing

@testable import TaskAPI

struct MemberNamesTests {
    @Test func knownNames_areSpelledAsTheProtocolDoes() {
        let spelled = MemberNames.spelled(["TASKID": .integer(1), "Prompt": .string("a cat")])

        #expect(spelled == ["taskId": .integer(1), "prompt": .string("a cat")])
    }

    @Test func protocolsOwnSpelling_goesBeforeOthers() {
        let spelled = MemberNames.spelled([
            "TaskId": .string("somebody else's"), "taskId": .string("mine"),
            "taskid": .string("somebody else's"),
        ])

        #expect(spelled == ["taskId": .string("mine")])
    }

    @Test func unknownNames_stayAsTheyAre() {
        let members: [String: JSONValue] = ["Strong": .bool(true), "strong": .null, "": .null]

        #expect(MemberNames.spelled(members) == members)
    }

    @Test func modeInAnotherSpelling_isFound() throws {
        let form = try SubmitForm(
            Array(#"{"AccountFilter":{"Modes":["TURBO"],"remark":"x"}}"#.utf8),
            mode: nil,
            limits: SubmitForm.Limits()
        )

        #expect(form.mode == .turbo)
        #expect(
            form.body["accountFilter"]
                == .object(["modes": .array([.string("TURBO")]), "remark": .string("x")])
        )
        #expect(form.body["AccountFilter"] == nil)
    }
}
