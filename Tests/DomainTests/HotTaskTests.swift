import Domain
import Testing

struct HotTaskTests {
    @Test func overlaid_neverTakesBackStateOrProgress_forAnyPairOfStates() {
        for status in TaskStatus.allCases {
            for hotStatus in TaskStatus.allCases {
                for (percent, hotPercent) in [(0, 0), (31, 15), (15, 31), (99, 100)] {
                    let task = MidjourneyTask.make(status: status, percent: percent)
                    let shown = task.overlaid(with: .make(status: hotStatus, percent: hotPercent))
                    #expect(shown.status == status || status.canBecome(shown.status))
                    #expect(shown.progress >= task.progress)
                    #expect(!shown.status.isTerminal || shown == task)
                }
            }
        }
    }

    @Test func overlaid_isTheRow_withoutADocumentOrWithAnothersDocument() {
        let task = MidjourneyTask.make(percent: 15)
        #expect(task.overlaid(with: nil) == task)
        #expect(task.overlaid(with: .make(mjID: "1700000000000002", percent: 50)) == task)
    }

    @Test func overlaid_takesWhatIsNewer() {
        let task = MidjourneyTask.make(status: .notStart)
        let shown = task.overlaid(
            with: .make(status: .inProgress, percent: 46, promptEn: "cat", startTime: 1200)
        )
        #expect(shown.status == .inProgress)
        #expect(shown.progress.percent == 46)
        #expect(shown.promptEn == "cat")
        #expect(shown.startTime == 1200)
    }

    @Test func overlaid_keepsTheRowsWords_whenTheRowIsAhead() {
        let task = MidjourneyTask.make(status: .inProgress, percent: 50, promptEn: "new")
        let shown = task.overlaid(with: .make(status: .submitted, percent: 0, promptEn: "old"))
        #expect(shown == task)
    }

    @Test func versions_orderByEpoch_thenSequence() {
        let version = HotTask.Version.init(epoch:sequence:)
        #expect(version(1, 900) < version(2, 1))
        #expect(version(2, 1) < version(2, 2))
        #expect(!(version(2, 2) < version(2, 2)))
    }
}
