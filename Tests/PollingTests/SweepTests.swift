import Domain
import Storage
import Testing

@testable import Polling

struct SweepTests {
    private let sweep = Sweep(
        PollingConfiguration(
            taskDeadline: .seconds(100),
            submitDeadline: .seconds(20),
            modalDeadline: .seconds(50),
            archiveDirectory: "",
            lockFile: ""
        )
    )

    @Test func ending_givesUpASubmitWithoutAnswer() {
        for upstreamID in [nil, ""] {
            let task = MidjourneyTask.make(upstreamID: upstreamID, status: .notStart)
            #expect(sweep.ending(of: task, at: 20_999) == nil)
            let ending = sweep.ending(of: task, at: 21_000)
            #expect(ending?.state.status == .failure)
            #expect(ending?.failReason == EndReason.unanswered)
            #expect(ending?.finishTime == 21_000)
        }
    }

    @Test func ending_isOnlyForWhatIsStillAsItWasRead() {
        let task = MidjourneyTask.make(upstreamID: nil, status: .notStart)
        #expect(sweep.ending(of: task, at: .max)?.onlyIf == TaskEnding.Basis(task))
    }

    @Test func ending_expiresAModal_evenOneWithoutAnId() {
        for upstreamID in [nil, "up-1"] {
            let task = MidjourneyTask.make(upstreamID: upstreamID, status: .modal)
            #expect(sweep.ending(of: task, at: 50_999) == nil)
            #expect(sweep.ending(of: task, at: 51_000)?.failReason == EndReason.modalExpired)
        }
    }

    @Test func ending_countsFromWhenTheTaskWasSent() {
        var task = MidjourneyTask.make(channelID: nil)
        task.sentAt = 50_000
        #expect(sweep.ending(of: task, at: 149_999) == nil)
        #expect(sweep.ending(of: task, at: 150_000)?.failReason == EndReason.deadline)
    }

    @Test func ending_givesUpAModalCallWithoutAnswer() {
        var task = MidjourneyTask.make(status: .modal)
        task.isModalSent = true
        task.sentAt = 50_000
        #expect(sweep.ending(of: task, at: 69_999) == nil)
        #expect(sweep.ending(of: task, at: 70_000)?.failReason == EndReason.unanswered)
    }

    @Test func ending_givesUpATaskWithoutChannelAtItsDeadline() {
        let task = MidjourneyTask.make(channelID: nil, status: .inProgress, percent: 31)
        #expect(sweep.ending(of: task, at: 100_999) == nil)
        let ending = sweep.ending(of: task, at: 101_000)
        #expect(ending?.failReason == EndReason.deadline)
        #expect(ending?.state.progress.percent == 31)
    }

    @Test func ending_isNil_forWhatHasEnded() {
        for end in [TaskStatus.success, .failure, .cancel] {
            #expect(sweep.ending(of: .make(status: end), at: .max) == nil)
        }
    }
}
