import Domain
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

struct ChannelVerdictTests {
    private static let answers: [(SubmitAnswer, ChannelVerdict, ChannelVerdict)] = [
        (.make(1, "提交成功", ["1"]), .works, .works),
        (.make(21, "", ["1"]), .works, .works),
        (.make(22, "", ["1"]), .works, .works),
        (.make(24, "可能包含敏感词"), .works, .works),
        (.make(4, "参数错误"), .works, .works),
        (.make(77, "something new"), .works, .works),
        (.make(23, "队列已满"), .nothing, .nothing),
        (.make(9, "提交失败"), .nothing, .nothing),
        (.make(1, "提交成功"), .fails("accepted without an id"), .fails("accepted without an id")),
        (.make(3, "无可用的账号实例"), .fails("no account (code 3)"), .fails("no account (code 3)")),
        (.make(3, "关联任务不存在或已失效"), .works, .works),
        // The account of the parent is away, which says nothing of others.
        (.make(3, "账号不可用: 1"), .fails("no account (code 3)"), .nothing),
    ]

    @Test(arguments: answers)
    func anAnswer_saysOfItsChannel(
        _ answer: SubmitAnswer,
        _ ofNewWork: ChannelVerdict,
        _ ofAFollowUp: ChannelVerdict
    ) {
        let body: [String: JSONValue] = ["prompt": .string("a cat")]
        let targets = [(Submission.Target.anyChannel, ofNewWork), (.pinned(1), ofAFollowUp)]
        for (target, verdict) in targets {
            #expect(ChannelVerdict(answer, to: body, as: target, isOpen: false) == verdict)
            // All the same when it is open, but that a full queue is news.
            #expect(
                ChannelVerdict(answer, to: body, as: target, isOpen: true)
                    == (answer.code == 23 ? .works : verdict)
            )
        }
    }

    @Test func tooManyRequests_areNothingThatAnOpenChannelHasSaid() {
        var answer = SubmitAnswer.make(23, "队列已满")
        answer.isOfStatusOnly = true
        #expect(ChannelVerdict(answer, to: [:], as: .anyChannel, isOpen: true) == .nothing)
    }

    @Test(
        arguments: [
            (#"{"accountFilter":{"instanceId":"1118138338562560102"}}"#, .nothing),
            (#"{"accountFilter":{"modes":["FAST"],"channelId":"1"}}"#, .nothing),
            (#"{"accountFilter":{"remix":false}}"#, .nothing),
            (#"{"accountFilter":{"somethingNew":1}}"#, .nothing),
            (#"{"botType":"NIJI_JOURNEY"}"#, .nothing),
            (#"{"botType":"INSIGHT_FACE"}"#, .nothing),
            (#"{"botType":7}"#, .nothing),
            (#"{"accountFilter":{"modes":["FAST"]}}"#, .fails("no account (code 3)")),
            // As SDKs fill in what nobody set.
            (
                #"{"botType":"","accountFilter":{"instanceId":"","remix":null,"modes":[],"ids":[]}}"#,
                .fails("no account (code 3)")
            ),
            (#"{"botType":"mid_journey","accountFilter":null}"#, .fails("no account (code 3)")),
            (#"{}"#, .fails("no account (code 3)")),
        ] as [(String, ChannelVerdict)]
    )
    func whoChoosesAmongTheAccounts_takesNoChannelAwayFromOthers(
        _ body: String,
        _ verdict: ChannelVerdict
    ) throws {
        let body = try #require(try JSONValue.parse(Array(body.utf8)).object)
        let answer = SubmitAnswer.make(3, "无可用的账号实例")
        for target in [Submission.Target.anyChannel, .pinned(1)] {
            #expect(ChannelVerdict(answer, to: body, as: target, isOpen: false) == verdict)
        }
    }

    @Test func whatIsNoAnswer_isAFailure_unlessTheRequestIsToBlame() {
        #expect(ChannelVerdict(.refused(reason: "status 401")) == .fails("status 401"))
        #expect(ChannelVerdict(.answerLost(reason: "timed out")) == .fails("timed out"))
        #expect(ChannelVerdict(.malformed(reason: "no JSON")) == .fails("no JSON"))
        // Anybody could take a channel away from all others with it.
        #expect(ChannelVerdict(.unfit(reason: "status 404")) == .nothing)
    }
}
