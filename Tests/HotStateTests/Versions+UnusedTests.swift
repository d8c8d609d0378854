import Foundation
import Synchronization
import TestSupport
import Testing

@testable import HotState

struct VersionsUnusedTests {
    @Test func whileSomebodyHasTheFile_nothingIsDone() throws {
        try withTemporaryDirectory { directory in
            #expect(try Versions.whileUnused(in: directory) { 1 } == 1)
            let versions = try Versions(directory: directory, databaseID: "a")
            #expect(try Versions.whileUnused(in: directory) { 1 } == nil)
            withExtendedLifetime(versions) {}
        }
        try withTemporaryDirectory { directory in
            _ = try Versions(directory: directory, databaseID: "a")
            #expect(try Versions.whileUnused(in: directory) { 1 } == 1)
        }
    }

    @Test func whoComesMeanwhile_waits() throws {
        try withTemporaryDirectory { directory in
            _ = try Versions(directory: directory, databaseID: "a")
            let thread = try Versions.whileUnused(in: directory) {
                let waiting = WaitingOpener(directory: directory)
                try waitUntil("the opener to begin") { waiting.hasBegun }
                #expect(!waiting.hasEnded)
                return waiting
            }
            let opener = try #require(thread)
            try waitUntil("the opener to end") { opener.hasEnded }
        }
    }
}

/// Opens the file of versions on a thread of its own.
private final class WaitingOpener: Sendable {
    private let state = Mutex((begun: false, ended: false))

    var hasBegun: Bool { state.withLock(\.begun) }
    var hasEnded: Bool { state.withLock(\.ended) }

    init(directory: String) {
        Thread.detachNewThread { [self] in
            state.withLock { $0.begun = true }
            _ = try? Versions(directory: directory, databaseID: "b")
            state.withLock { $0.ended = true }
        }
    }
}
