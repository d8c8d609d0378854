import Domain
import Foundation
import HotState
import Supervision
import TestSupport
import Testing

/// This test program, started again as a writer that announces a change of user 1 and then stands
/// still: a real process, to be stopped and killed.
struct WriterProcess {
    let process: ChildProcess

    private static let variable = "MJTASK_TEST_WRITER_DIRECTORY"

    /// Returns when the announcement is made.
    init(directory: String) throws {
        var environment = ProcessInfo.processInfo.environment
        environment[Self.variable] = directory
        process = try ChildProcess(
            .init(
                executable: "/proc/self/exe",
                arguments: [
                    "--testing-library", "swift-testing", "--filter", "AnnouncingProcess",
                ],
                environment: environment,
                logFile: directory + "/writer.log"
            )
        )
        try waitUntil("the writer to announce") {
            FileManager.default.fileExists(atPath: directory + "/announced")
        }
    }

    @Suite(.enabled(if: ProcessInfo.processInfo.environment[variable] != nil))
    struct AnnouncingProcess {
        @Test func announce_andStandStill() throws {
            let directory = try #require(
                ProcessInfo.processInfo.environment[WriterProcess.variable]
            )
            let versions = try Versions.make(directory)
            versions.announce(VersionScope(1))
            try Data().write(to: URL(fileURLWithPath: directory + "/announced"))
            // Until it is killed; not for ever, should the test that started it have died.
            sleep(60)
            withExtendedLifetime(versions) {}
        }
    }
}
