import Domain
import Testing

@testable import Polling

struct ChannelPassesTests {
    private static func make(search: Duration = .seconds(3600)) -> ChannelPasses {
        ChannelPasses(
            PollingConfiguration(
                missingGrace: .seconds(10),
                missingLooks: 2,
                archiveDirectory: "",
                paces: Paces(hintFloor: .zero, searchInterval: search),
                lockFile: ""
            )
        )
    }

    @Test func begin_isDueAtOnce_andThenAfterThePause() {
        var passes = Self.make()
        let first = passes.begin(["a"], deadlines: [100_000], at: 1000)
        let meanwhile = passes.begin(["a"], deadlines: [100_000], at: 1000)
        passes.end(hasAnswers: true, changed: false, took: .zero)
        let soon = passes.begin(["a"], deadlines: [100_000], at: 2000)
        #expect([first, meanwhile, soon] == [true, false, false])
    }

    @Test func aHint_makesAPassDue_andAFloodOfThemOne() {
        var passes = Self.make()
        _ = passes.begin(["a"], deadlines: [100_000], at: 1000)
        passes.end(hasAnswers: true, changed: false, took: .zero)
        let hints = [passes.hint(), passes.hint()]
        #expect(hints == [true, false])
        let first = passes.begin(["a"], deadlines: [100_000], at: 2000)
        passes.end(hasAnswers: true, changed: false, took: .zero)
        let second = passes.begin(["a"], deadlines: [100_000], at: 2000)
        #expect([first, second] == [true, false])
    }

    @Test func aDeadline_makesAPassDue_once() {
        var passes = Self.make()
        let isDue = [1000, 4999, 5000, 6000].map { (now: Milliseconds) in
            let isDue = passes.begin(["a"], deadlines: [5000], at: now)
            if isDue { passes.end(hasAnswers: true, changed: false, took: .zero) }
            return isDue
        }
        #expect(isDue == [true, false, true, false])
    }

    @Test func lost_isAtOnce_whatTheChannelWasAskedFor() {
        var passes = Self.make()
        let lost = passes.lost(["a", "b"], wereAskedFor: true, at: 1000)
        #expect(lost == ["a", "b"])
    }

    @Test func lost_givesAChannelThatDoesNotAnswerItsTime() {
        var passes = Self.make()
        let lost = [1000, 2000, 11_000].map { passes.lost(["a"], wereAskedFor: false, at: $0) }
        #expect(lost == [[], [], ["a"]])
    }
}
