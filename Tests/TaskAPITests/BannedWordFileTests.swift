import Domain
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import TaskAPI

struct BannedWordFileTests {
    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test func change_isReadWithinASecond_andNotLookedForBefore() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/words.txt"
            try write("# Words\ncat\n", to: path)
            let file = BannedWordFile(path: path, logger: .silent)
            let start = ContinuousClock.now

            #expect(file.current(at: start).first(in: "a cat, a dog") == "cat")
            try write("dog\n", to: path)
            let soon = start.advanced(by: .milliseconds(999))
            #expect(file.current(at: soon).first(in: "a cat, a dog") == "cat")
            let later = start.advanced(by: .seconds(1))
            #expect(file.current(at: later).first(in: "a cat, a dog") == "dog")
        }
    }

    @Test func fileThatCannotBeRead_leavesTheWordsThereWere_andIsLoggedOnce() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/words.txt"
            try write("cat", to: path)
            let errors = ErrorCounter()
            let file = BannedWordFile(path: path, logger: errors.logger)
            let start = ContinuousClock.now
            #expect(file.current(at: start).count == 1)

            try Data([0xff, 0xfe]).write(to: URL(filePath: path))
            #expect(file.current(at: start + .seconds(1)).count == 1)
            #expect(file.current(at: start + .seconds(2)).count == 1)
            #expect(errors.count == 1)
            try FileManager.default.removeItem(atPath: path)
            #expect(file.current(at: start + .seconds(3)).count == 1)
            #expect(errors.count == 2)
            try write("cat\ndog", to: path)
            #expect(file.current(at: start + .seconds(4)).count == 2)
        }
    }

    @Test func whatIsNoFile_isNotWaitedFor() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/pipe"
            try #require(mkfifo(path, 0o600) == 0)

            #expect(BannedWordFile(path: path, logger: .silent).current().count == 0)
        }
    }

    @Test func noFile_bansNothing() {
        #expect(BannedWordFile(path: "", logger: .silent).current().first(in: "x") == nil)
    }
}

/// Counts the errors that are logged.
private final class ErrorCounter: Sendable {
    private let errors = Mutex(0)

    var count: Int { errors.withLock(\.self) }

    var logger: Logger {
        Logger(label: "test") { [self] _ in Handler(counter: self) }
    }

    private struct Handler: LogHandler {
        let counter: ErrorCounter
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.error

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if event.level == .error { counter.errors.withLock { $0 += 1 } }
        }
    }
}
