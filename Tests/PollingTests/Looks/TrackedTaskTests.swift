import Domain
import Storage
import Testing

@testable import Polling

struct TrackedTaskTests {
    private let rules = LookRules.test

    private func tracked(_ row: MidjourneyTask = .make()) throws -> TrackedTask {
        try #require(TrackedTask(row: row))
    }

    // MARK: What is polled

    @Test func init_isNil_forWhatNoChannelIsAskedFor() {
        #expect(TrackedTask(row: .make(status: .modal)) == nil)
        #expect(TrackedTask(row: .make(upstreamID: nil)) == nil)
        #expect(TrackedTask(row: .make(upstreamID: "")) == nil)
        #expect(TrackedTask(row: .make(channelID: nil)) == nil)
        for end in [TaskStatus.success, .failure, .cancel] {
            #expect(TrackedTask(row: .make(status: end)) == nil)
        }
    }

    @Test func init_doesNotKeepThePrompt() throws {
        #expect(try tracked().task.prompt.isEmpty)
    }

    // MARK: Progress

    @Test func take_movesForwardOnly() throws {
        var task = try tracked()
        #expect(take(&task, .make(.inProgress, percent: 31)) == .changed)
        #expect(take(&task, .make(.submitted, percent: 15)) == .unchanged)
        #expect(task.state.status == .inProgress)
        #expect(task.state.progress.percent == 31)
    }

    @Test func merge_takesTheFurtherOfMemoryAndRow() throws {
        var task = try tracked()
        take(&task, .make(.inProgress, percent: 31))
        task.merge(row: .make(status: .submitted, percent: 0))
        #expect(task.state.progress.percent == 31)
        #expect(task.state.status == .inProgress)
        task.merge(row: .make(status: .inProgress, percent: 50))
        #expect(task.state.progress.percent == 50)
        #expect(task.durable.progress.percent == 50)
    }

    @Test func seed_takesUpWhatAnEarlierPollerHasShown() throws {
        var task = try tracked()
        task.seed(
            from: HotTask(
                mjID: task.mjID,
                userID: 7,
                version: .init(epoch: 1, sequence: 9),
                status: .inProgress,
                percent: 62,
                promptEn: "cat",
                startTime: 1200
            )
        )
        take(&task, .make(.inProgress, percent: 46))
        #expect(task.state.progress.percent == 62)
        #expect(task.isSeeded && task.needsDocument)
    }

    // MARK: What is written

    @Test func needsDocument_untilReadersSeeTheState() throws {
        var task = try tracked()
        #expect(!task.needsDocument, "the row says it all")
        take(&task, .make(.inProgress, percent: 31))
        #expect(task.needsDocument)
        task.shown = task.state
        #expect(!task.needsDocument)
        task.shown = nil
        #expect(task.needsDocument, "Redis lost it")
        task.wrote(durable: task.state)
        #expect(!task.needsDocument)
    }

    @Test func needsCheckpoint_atAChangeOfStatusOrACoarseStep() throws {
        var task = try tracked(.make(status: .submitted))
        take(&task, .make(.submitted, percent: 24))
        #expect(!task.needsCheckpoint(step: 25))
        take(&task, .make(.submitted, percent: 25))
        #expect(task.needsCheckpoint(step: 25))
        task.wrote(durable: task.state)
        #expect(!task.needsCheckpoint(step: 25))
        take(&task, .make(.inProgress, percent: 25))
        #expect(task.needsCheckpoint(step: 25))
    }

    // MARK: Ends

    @Test func take_endsWithWhatTheChannelSays_andTheStateWaitsForTheCommit() throws {
        var task = try tracked()
        let report = ChannelReport.make(
            .success,
            percent: 31,
            finishTime: 1800,
            imageURL: "http://x/1.png"
        )
        guard case .ended(let ending, let pictureURL) = take(&task, report) else {
            Issue.record("not ended")
            return
        }
        #expect(ending.state.status == .success)
        #expect(ending.state.progress == .complete)
        #expect(ending.finishTime == 1800)
        #expect(pictureURL == "http://x/1.png")
        #expect(task.state.status == .submitted)
        #expect(take(&task, report) == .ended(ending, pictureURL: pictureURL), "asked again")
    }

    @Test func take_fetchesNoPicture_withoutAnAddressOrAfterAFailure() throws {
        for report in [
            ChannelReport.make(.success), .make(.failure, imageURL: "http://x/preview.webp"),
        ] {
            var task = try tracked()
            guard case .ended(_, let pictureURL) = take(&task, report) else {
                Issue.record("not ended")
                return
            }
            #expect(pictureURL == nil)
        }
    }

    @Test(arguments: [(0, 2000), (1, 2000), (1099, 2000), (1100, 1100), (2001, 2000)])
    func take_setsAFinishTimeWithinTheTasksLife(reported: Int64, expected: Int64) throws {
        var task = try tracked()
        guard case .ended(let ending, _) = take(&task, .make(.failure, finishTime: reported))
        else {
            Issue.record("not ended")
            return
        }
        #expect(ending.finishTime == expected)
    }

    // MARK: Deadline

    @Test func take_endsAnOverdueTask_butASuccessCountsHoweverLate() throws {
        let late: Milliseconds = 101_000
        var task = try tracked()
        #expect(reason(take(&task, .make(percent: 31), at: late)) == EndReason.deadline)
        #expect(reason(take(&task, .make(percent: 31), at: late - 1)) == nil)
        guard case .ended(let ending, _) = take(&task, .make(.success), at: late * 10) else {
            Issue.record("not ended")
            return
        }
        #expect(ending.state.status == .success)
    }

    @Test func take_endsAnOverdueTaskWhoseReportsAreUnclear() throws {
        var task = try tracked()
        #expect(task.take(.unclear, at: 100_000, rules: rules) == .unchanged)
        #expect(reason(task.take(.unclear, at: 101_000, rules: rules)) == EndReason.deadline)
    }

    @Test func takeFailure_endsAnOverdueTask_onlyAfterTheChannelHadTimeToComeBack() throws {
        var task = try tracked()
        for now in [200_000, 205_000, 209_999] as [Milliseconds] {
            #expect(task.takeFailure(at: now, rules: rules) == .unchanged)
        }
        #expect(reason(task.takeFailure(at: 210_000, rules: rules)) == EndReason.deadline)

        take(&task, .make(percent: 31), at: 50_000)
        #expect(task.takeFailure(at: 220_000, rules: rules) == .unchanged)
    }

    @Test func takeFailure_neverEndsATaskInItsTime() throws {
        var task = try tracked()
        for now in stride(from: 2000 as Milliseconds, to: 101_000, by: 1000) {
            #expect(task.takeFailure(at: now, rules: rules) == .unchanged)
        }
    }

    // MARK: Missing

    @Test func take_asksSinglyForATask_thatWasMissedOftenAndLongEnough() throws {
        var task = try tracked()
        for now in [2000, 7000, 11_999] as [Milliseconds] {
            #expect(task.take(.absent, at: now, rules: rules) == .unchanged)
        }
        #expect(task.take(.absent, at: 12_000, rules: rules) == .vanished)
        #expect(
            reason(task.takeConfirmation(.absent, at: 12_000, rules: rules))
                == EndReason.vanished
        )
    }

    @Test func take_countsMissesInARowOnly_andErrorsAreNone() throws {
        var task = try tracked()
        _ = task.take(.absent, at: 2000, rules: rules)
        _ = task.take(.absent, at: 7000, rules: rules)
        take(&task, .make(percent: 31), at: 12_000)
        #expect(task.take(.absent, at: 20_000, rules: rules) == .unchanged)
        _ = task.takeFailure(at: 31_000, rules: rules)
        #expect(task.take(.absent, at: 32_000, rules: rules) == .unchanged, "the second miss")
        #expect(task.take(.absent, at: 33_000, rules: rules) == .vanished)
    }

    @Test func takeConfirmation_goesOnWithATaskThatIsThereAfterAll() throws {
        var task = try tracked()
        let found = Finding.report(.make(percent: 62))
        #expect(task.takeConfirmation(found, at: 12_000, rules: rules) == .changed)
        #expect(task.state.progress.percent == 62)
    }

    @Test func anOverdueTaskThatIsNotListed_isConfirmedAtOnce_andEndsWithoutConfirmationToo()
        throws
    {
        var task = try tracked()
        #expect(task.take(.absent, at: 101_000, rules: rules) == .vanished)
        #expect(
            reason(task.takeConfirmation(.absent, at: 101_000, rules: rules))
                == EndReason.deadline
        )
        #expect(reason(task.takeUnconfirmed(at: 101_000, rules: rules)) == EndReason.deadline)
        #expect(task.takeUnconfirmed(at: 100_999, rules: rules) == .unchanged)
    }

    // MARK: Helpers

    @discardableResult
    private func take(
        _ task: inout TrackedTask,
        _ report: ChannelReport,
        at now: Milliseconds = 2000
    ) -> TrackedTask.Verdict {
        task.take(.report(report), at: now, rules: rules)
    }

    /// The reason of a FAILURE that the poller decided on; nil for everything else.
    private func reason(_ verdict: TrackedTask.Verdict) -> String? {
        guard case .ended(let ending, nil) = verdict, ending.state.status == .failure else {
            return nil
        }
        return ending.failReason
    }
}
