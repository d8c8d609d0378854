import Domain
import Testing

struct TaskTransitionTests {
    private func report(
        _ status: TaskStatus?,
        percent: Int? = nil,
        promptEn: String = "",
        failReason: String = "",
        startTime: Milliseconds = 0
    ) -> ChannelReport {
        ChannelReport(
            upstreamID: "up-1",
            status: status,
            progress: percent.map(Progress.init(clamping:)),
            promptEn: promptEn,
            failReason: failReason,
            startTime: startTime
        )
    }

    /// Every status before, every status (and none) reported, at several percentages each.
    @Test func init_neverTakesBackStateOrProgress_forAnyPairOfStates() {
        let percents = [0, 1, 50, 99, 100]
        let reports = TaskStatus.allCases.map(Optional.some) + [nil]
        for before in TaskStatus.allCases {
            for percent in percents {
                for reported in reports {
                    for reportedPercent in percents.map(Optional.some) + [nil] {
                        check(
                            .make(status: before, percent: percent, startTime: 1500),
                            report(reported, percent: reportedPercent)
                        )
                    }
                }
            }
        }
    }

    private func check(_ task: MidjourneyTask, _ report: ChannelReport) {
        let transition = TaskTransition(of: task, by: report, at: 2000)
        guard let transition else { return }
        let names = "\(task.status) \(task.progress) by \(String(describing: report.status))"
        #expect(!task.status.isTerminal, "terminal states are immutable: \(names)")
        #expect(
            transition.status == task.status || task.status.canBecome(transition.status),
            "\(names)"
        )
        #expect(transition.progress >= task.progress, "\(names)")
        #expect((transition.status == .success) <= (transition.progress == .complete), "\(names)")
        if task.progress < .complete, transition.status != .success {
            #expect(transition.progress < .complete, "100 % is for SUCCESS alone: \(names)")
        }
        #expect(transition.status != .modal || task.status == .modal, "\(names)")
    }

    @Test(arguments: [TaskStatus.notStart, .modal, .submitted, .inProgress])
    func init_takesEveryEnd_fromEveryUnfinishedState(before: TaskStatus) {
        for end in [TaskStatus.success, .failure, .cancel] {
            let transition = TaskTransition(
                of: .make(status: before),
                by: report(end, failReason: "why"),
                at: 2000
            )
            #expect(transition?.status == end)
        }
    }

    /// B11: a success without exactly "100%" became a failure.
    @Test func b11_aSuccessHas100Percent_whateverTheChannelSays() {
        for percent in [nil, 0, 93] {
            let transition = TaskTransition(
                of: .make(percent: 31),
                by: report(.success, percent: percent),
                at: 2000
            )
            #expect(transition?.progress == .complete)
        }
    }

    @Test func init_keepsTheReasonOfAFailure_withOrWithoutProgress() {
        let transition = TaskTransition(
            of: .make(percent: 31),
            by: report(.failure, failReason: "banned"),
            at: 2000
        )
        #expect(transition?.failReason == "banned")
        #expect(transition?.progress.percent == 31)
    }

    @Test func init_isNil_whenNothingIsNew() {
        let task = MidjourneyTask.make(percent: 31, promptEn: "cat", startTime: 1500)
        #expect(TaskTransition(of: task, by: report(.inProgress, percent: 31), at: 2000) == nil)
        #expect(TaskTransition(of: task, by: report(.submitted, percent: 15), at: 2000) == nil)
        #expect(TaskTransition(of: task, by: report(nil), at: 2000) == nil)
    }

    @Test func init_takesProgressOfAStatusThatNobodyKnows() {
        let transition = TaskTransition(of: .make(), by: report(nil, percent: 46), at: 2000)
        #expect(transition?.status == .inProgress)
        #expect(transition?.progress.percent == 46)
    }

    @Test func init_ignoresModalOfAnAcceptedTask() {
        #expect(TaskTransition(of: .make(status: .notStart), by: report(.modal), at: 2000) == nil)
    }

    @Test(arguments: [
        (0, 2000), (1, 2000), (999, 2000), (1000, 1000), (1700, 1700), (2000, 2000), (2001, 2000),
    ])
    func init_takesAStartTimeFromTheTasksLife_elseNow(reported: Int64, expected: Int64) {
        let transition = TaskTransition(
            of: .make(status: .notStart, submitTime: 1000),
            by: report(.submitted, startTime: reported),
            at: 2000
        )
        #expect(transition?.startTime == expected)
    }

    @Test func init_survivesAClockBeforeTheSubmit() {
        let transition = TaskTransition(
            of: .make(status: .notStart, submitTime: 5000),
            by: report(.submitted),
            at: 2000
        )
        #expect(transition?.startTime == 2000)
    }

    @Test func init_keepsPromptEn_whenTheChannelStopsSendingIt() {
        let transition = TaskTransition(
            of: .make(promptEn: "a cat"),
            by: report(.inProgress, percent: 10),
            at: 2000
        )
        #expect(transition?.promptEn == "a cat")
    }
}

/// Implication, for expectations of the form "if this, then that".
private func <= (left: Bool, right: Bool) -> Bool { !left || right }
