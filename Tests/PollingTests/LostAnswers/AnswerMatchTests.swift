import Domain
import Storage
import Testing

@testable import Polling

struct AnswerMatchTests {
    private let first = UnansweredTask.make("1700000000000001", secret: "aa")
    private let second = UnansweredTask.make("1700000000000002", secret: "bb")
    private var match: AnswerMatch { AnswerMatch([first, second]) }

    private func ids(_ reports: ChannelReport...) -> [String: String] {
        match.found(in: reports).mapValues(\.upstreamID)
    }

    // MARK: In a list

    @Test func found_knowsATaskByItsState_andByItsHook() {
        #expect(
            ids(
                .make(upstreamID: "a", state: first.task.mjID),
                .make(upstreamID: "b", hook: "https://us/mj/notify/1700000000000002-bb")
            ) == [first.task.mjID: "a", second.task.mjID: "b"]
        )
    }

    @Test func found_neverGoesByThePromptAlone() {
        #expect(ids(.make(upstreamID: "a", action: "IMAGINE", prompt: "a cat")).isEmpty)
    }

    @Test(arguments: [
        "https://us/mj/notify/1700000000000001-bb", "https://us/mj/notify/1700000000000001",
        "https://us/mj/notify/1700000000000001-aa/x", "https://us/mj/notify/-aa",
        "1700000000000001",
        "https://us/mj/notify/1700000000000001-",
    ])
    func found_takesNoOtherHook(hook: String) {
        #expect(ids(.make(upstreamID: "a", hook: hook)).isEmpty)
    }

    @Test func found_takesNoHook_whenTheTaskHasNoSecret() {
        let match = AnswerMatch([.make("1700000000000001", secret: "")])
        let report = ChannelReport.make(
            upstreamID: "a",
            hook: "http://us/mj/notify/1700000000000001-"
        )
        #expect(match.found(in: [report]).isEmpty)
    }

    @Test func found_believesTheHookRatherThanTheState() {
        let report = ChannelReport.make(
            upstreamID: "a",
            state: first.task.mjID,
            hook: "https://us/mj/notify/1700000000000002-bb"
        )
        #expect(match.found(in: [report]).mapValues(\.upstreamID) == [second.task.mjID: "a"])
    }

    @Test func found_takesTheFirstOfSeveral() {
        let state = first.task.mjID
        #expect(
            ids(
                .make(upstreamID: "b", state: state, submitTime: 7),
                .make(upstreamID: "a", state: state, submitTime: 8),
                .make(upstreamID: "b", state: state, submitTime: 7)
            ) == [state: "b"]
        )
    }

    /// A button that makes several tasks: the channel gives all the first one's `state`.
    @Test func found_sharesTheTasksOfOneRequest() {
        let tasks = (1...4).map { number in
            var task = UnansweredTask.make("170000000000000\(number)", secret: "s\(number)")
            task.details.parent = "1600000000000000"
            return task
        }
        let first = tasks[0].task.mjID
        let reports = ["10", "9", "11"].map { ChannelReport.make(upstreamID: $0, state: first) }
        let match = AnswerMatch(tasks + [.make("1700000000000005", secret: "s5")])
        #expect(
            match.found(in: reports).mapValues(\.upstreamID) == [
                first: "9", tasks[1].task.mjID: "10", tasks[2].task.mjID: "11",
            ]
        )
        #expect(
            match.found(in: reports, known: [first: "9"]).mapValues(\.upstreamID) == [
                tasks[1].task.mjID: "10", tasks[2].task.mjID: "11",
            ]
        )
    }

    // MARK: A hooked id

    @Test func confirms_byProof() {
        #expect(match.confirms(.make(state: first.task.mjID), of: first))
        #expect(!match.confirms(.make(state: second.task.mjID), of: first))
        #expect(match.confirms(.make(hook: "x/1700000000000001-aa"), of: first))
        #expect(!match.confirms(.make(hook: "x/1700000000000002-bb"), of: first))
    }

    @Test func confirms_withoutProof_whenNothingSpeaksAgainstIt() {
        let agreeing = ChannelReport.make(
            action: "IMAGINE",
            prompt: " a  cat --fast",
            submitTime: 1_700_000_060_000
        )
        #expect(match.confirms(agreeing, of: first))
        #expect(match.confirms(.make(state: ""), of: first))
    }

    @Test(arguments: [
        ChannelReport.make(prompt: "a dog"), .make(action: "UPSCALE"),
        .make(submitTime: 1_700_099_000_000),
        .make(state: "somebody's"), .make(hook: "https://elsewhere/hook"),
    ])
    func confirms_refusesWhatContradicts(report: ChannelReport) {
        #expect(!match.confirms(report, of: first))
    }

    @Test func confirms_takesACoarserWordForTheAction() {
        var variation = first
        variation.task.action = .lowVariation
        #expect(AnswerMatch([variation]).confirms(.make(action: "VARIATION"), of: variation))
        #expect(AnswerMatch([variation]).confirms(.make(action: "ACTION"), of: variation))
        #expect(!AnswerMatch([variation]).confirms(.make(action: "ZOOM"), of: variation))
    }
}

extension UnansweredTask {
    fileprivate static func make(_ mjID: String, secret: String) -> UnansweredTask {
        UnansweredTask(
            task: .make(
                mjID: mjID,
                upstreamID: nil,
                status: .notStart,
                submitTime: 1_700_000_000_000
            ),
            details: TaskDetails(hookSecret: secret),
            hookedID: ""
        )
    }
}
