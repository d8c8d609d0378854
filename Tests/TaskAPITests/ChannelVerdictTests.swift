import Domain
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
        #expect(ChannelVerdict(answer, as: .anyChannel) == ofNewWork)
        #expect(ChannelVerdict(answer, as: .pinned(1)) == ofAFollowUp)
    }

    @Test func whatIsNoAnswer_isAFailure_unlessTheRequestIsToBlame() {
        #expect(ChannelVerdict(.refused(reason: "status 401")) == .fails("status 401"))
        #expect(ChannelVerdict(.answerLost(reason: "timed out")) == .fails("timed out"))
        #expect(ChannelVerdict(.malformed(reason: "no JSON")) == .fails("no JSON"))
        // Anybody could take a channel away from all others with it.
        #expect(ChannelVerdict(.tooLarge(reason: "status 413")) == .nothing)
    }
}
