import Domain
import Logging
import Synchronization
import Testing

@testable import Upstream

@Suite struct OddityLogTests {
    @Test func note_logsEachKindOfEachChannelOnceAnHour() {
        let lines = LogLines()
        let log = OddityLog(logger: Logger(label: "test", factory: { _ in lines }))
        let now = ContinuousClock.now
        log.note(.foreign, channel: 1, at: now)
        log.note(.foreign, channel: 1, at: now + .seconds(3_599))
        #expect(lines.all.map { "\($0)" } == ["1 foreign"])
        log.note(.duplicate, channel: 1, at: now)
        log.note(.foreign, channel: 2, at: now)
        log.note(.foreign, channel: 1, at: now + .seconds(3_600))
        #expect(lines.all == ["1 foreign", "1 duplicate", "2 foreign", "1 foreign"])
    }
}

/// Keeps the channel and the oddity of each line.
private final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func log(event: LogEvent) {
        let channel = event.metadata?["channel"].map { "\($0)" } ?? ""
        let oddity = event.metadata?["oddity"].map { "\($0)" } ?? ""
        lines.withLock { $0.append("\(channel) \(oddity)") }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
}
