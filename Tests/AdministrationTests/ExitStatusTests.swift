import Foundation
import TestSupport
import Testing

@testable import Admin

/// The table of exit statuses; that commands end so is tested with each of them.
@Suite struct ExitStatusTests {
    @Test func theReadme_hasTheTable() throws {
        let readme = URL(filePath: #filePath).appending(path: "../../../README.md")
            .standardizedFileURL
        let text = try String(contentsOf: readme, encoding: .utf8)
        let rows = ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        #expect(text.contains(rows.joined(separator: "\n")))
    }

    @Test func theNumbers_areThoseOfSysexits() {
        #expect(ExitStatus.usage.rawValue == EX_USAGE)
        #expect(ExitStatus.data.rawValue == EX_DATAERR)
        #expect(ExitStatus.unavailable.rawValue == EX_UNAVAILABLE)
        #expect(ExitStatus.timeout.rawValue == EX_TEMPFAIL)
        #expect(ExitStatus.permission.rawValue == EX_NOPERM)
        #expect(ExitStatus.settings.rawValue == EX_CONFIG)
        #expect(ExitStatus.interrupted.rawValue == 128 + SIGINT)
    }
}
