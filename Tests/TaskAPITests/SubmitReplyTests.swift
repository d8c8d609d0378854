import Domain
import Testing

@testable import TaskAPI

struct SubmitReplyTests {
    @Test func body_isCompact_andPropertiesAnObject() {
        let reply = SubmitReply(code: 22, description: "排队中", result: "1234567890123456")

        #expect(
            String(decoding: reply.body, as: UTF8.self)
                == #"{"code":22,"description":"排队中","result":"1234567890123456","properties":{}}"#
        )
    }

    @Test func refusal_hasNoResult() {
        #expect(
            String(decoding: SubmitReply.queueFull.body, as: UTF8.self)
                == #"{"code":23,"description":"队列已满，请稍后尝试","result":null,"properties":{}}"#
        )
    }

    @Test func propertiesOfTheChannelsOwn_areNotShown() {
        let shown = SubmitReply.shown(
            .object([
                "numberOfQueues": .integer(1), "notifyHook": .string("http://10.0.0.1/"),
                "nonce": .string("1"), "bannedWord": .string("x"),
            ])
        )

        #expect(shown == ["numberOfQueues": .integer(1), "bannedWord": .string("x")])
    }

    @Test func pending_isSomethingThatClientsPollOn() {
        let reply = SubmitReply.pending("1")

        #expect(reply.code == 22)
        #expect(reply.result == "1")
    }
}
