import Domain
import Testing

@testable import Upstream

@Suite struct ChannelDialectTests {
    private func answer(_ text: String) throws -> SubmitAnswer? {
        ChannelDialect.submitAnswer(try json(text))
    }

    @Test func submitAnswer_readsTheDocumentedExamples() throws {
        #expect(
            try answer(
                #"""
                {"code":1,"description":"提交成功","result":"14001929738841620",
                 "properties":{"discordInstanceId":"1118138338562560102"}}
                """#
            )
                == SubmitAnswer(
                    code: 1,
                    description: "提交成功",
                    results: ["14001929738841620"],
                    properties: try json(#"{"discordInstanceId":"1118138338562560102"}"#)
                )
        )
        let queued = try #require(
            try answer(
                #"""
                {"code":22,"description":"排队中，前面还有1个任务","result":"14001929738841620",
                 "properties":{"numberOfQueues":1,"discordInstanceId":"1118138338562560102"}}
                """#
            )
        )
        #expect(queued.isAccepted)
        #expect(queued.properties["numberOfQueues"] == .integer(1))
        // The plus documentation shows an id with 23, and no properties with 21.
        #expect(
            try answer(
                #"{"code":23,"description":"队列已满，请稍后尝试","result":"14001929738841620"}"#
            )
                == SubmitAnswer(
                    code: 23,
                    description: "队列已满，请稍后尝试",
                    results: [],
                    properties: .object([:])
                )
        )
        #expect(
            try answer(#"{"code":21,"description":"窗口等待","result":"14001929738841620"}"#)
                == SubmitAnswer(
                    code: 21,
                    description: "窗口等待",
                    results: ["14001929738841620"],
                    properties: .object([:])
                )
        )
        #expect(
            try answer(
                #"""
                {"code":24,"description":"可能包含敏感词",
                 "properties":{"promptEn":"nude body","bannedWord":"nude"}}
                """#
            )?.properties == json(#"{"promptEn":"nude body","bannedWord":"nude"}"#)
        )
    }

    @Test(arguments: [
        (#""0741798445574458""#, ["0741798445574458"]),
        ("14001929738841620", ["14001929738841620"]),
        (#""1,2,3""#, ["1", "2", "3"]),
        (#"["https://a/1.png,x","https://a/2.png"]"#, ["https://a/1.png,x", "https://a/2.png"]),
        (#"["1",2,null,""]"#, ["1", "2"]),
        (#""https://a/1.png,x""#, ["https://a/1.png,x"]),
    ]) func submitAnswer_readsResultsOfEveryForm(result: String, ids: [String]) throws {
        #expect(try answer(#"{"code":1,"description":"","result":\#(result)}"#)?.results == ids)
    }

    @Test(arguments: [
        #"{"code":1,"description":"提交成功"}"#, #"{"code":1,"description":"","result":null}"#,
        #"{"code":22,"description":"","result":""}"#, #"{"code":1,"description":"","result":[]}"#,
        #"{"code":21,"result":{"id":"1"}}"#, #"{"result":"1"}"#, #"{"code":null,"result":"1"}"#,
        #"{"code":"one","result":"1"}"#, "{}", "[]", "null", #""1""#, "1", #"[{"code":1}]"#,
    ]) func submitAnswer_isNil_whenNothingSaysWhatWasAccepted(text: String) throws {
        #expect(try answer(text) == nil)
    }

    @Test func submitAnswer_takesTheSecondEnvelopeForARefusal() throws {
        #expect(
            try answer(
                #"{"success":false,"code":-1,"message":"总绘图次数已达上限","timestamp":1}"#
            )
                == SubmitAnswer(
                    code: 4,
                    description: "总绘图次数已达上限",
                    results: [],
                    properties: .object([:])
                )
        )
    }

    @Test func submitAnswer_knowsAFullQueueByItsText() throws {
        #expect(try answer(#"{"code":9,"description":"提交失败，队列已满，请稍后重试"}"#)?.code == 23)
        #expect(try answer(#"{"code":9,"description":"提交失败，系统异常"}"#)?.code == 9)
    }

    @Test func submitAnswer_keepsUnknownCodes_andReadsCodesAsText() throws {
        #expect(try answer(#"{"code":77,"description":"new"}"#)?.code == 77)
        #expect(try answer(#"{"code":"1","description":"","result":"5"}"#)?.isAccepted == true)
    }

    @Test func submitAnswer_hidesWhereTheChannelCallsBack() throws {
        let decoded = try answer(
            #"{"code":1,"result":"1","properties":{"notifyHook":"http://10.0.0.1/x","remix":true}}"#
        )
        #expect(decoded?.properties == .object(["remix": .bool(true)]))
    }
}
