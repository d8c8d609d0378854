import Foundation
import Testing

@testable import Settings

/// `systemd/mjtask.env` is the manual of all settings: it must say what the code does.
@Suite struct ManualTests {
    private let path = URL(filePath: #filePath)
        .appending(path: "../../../systemd/mjtask.env").standardizedFileURL.path()

    @Test func theManual_listsEverySetting_withItsDefault_inOrder() throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let entries = lines.filter { $0.hasPrefix("#MJTASK_") }.map { $0.dropFirst() }
        #expect(entries.map(String.init) == Settings.table.map { "\($0.key)=\($0.defaultText)" })
    }

    @Test func theManual_saysWhatEachSettingMeansAndAllows() throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for setting in Settings.table {
            let entry = try #require(
                text.split(separator: "\n\n").first { $0.contains("\n#\(setting.key)=") },
                "\(setting.key)"
            )
            let words = entry.split(separator: "\n").dropLast().map { $0.dropFirst(2) }
            #expect(
                words.joined(separator: " ")
                    == "\(setting.meaning) Allowed: \(setting.expectation)."
            )
        }
    }

    @Test func theManual_isAFileOfSettings_alsoWithEveryLineSwitchedOn() throws {
        #expect(try Settings(environment: [:], file: path).origins.isEmpty)
        let file = EnvironmentFile(
            try String(contentsOfFile: path, encoding: .utf8)
                .replacing("\n#MJTASK_", with: "\nMJTASK_")
        )
        #expect(file.problems == [])
        #expect(file.assignments.map(\.key) == Settings.table.map(\.key))
        for (assignment, setting) in zip(file.assignments, Settings.table) {
            var settings = Settings.defaults
            #expect(setting.assign(assignment.value, &settings), "\(setting.key)")
        }
    }

    @Test func theReadme_listsEverySetting_withItsDefault() throws {
        let readme = URL(filePath: #filePath)
            .appending(path: "../../../README.md").standardizedFileURL.path()
        let text = try String(contentsOfFile: readme, encoding: .utf8)
        for setting in Settings.table {
            let value = setting.defaultText.isEmpty ? "empty" : "`\(setting.defaultText)`"
            #expect(text.contains("| `\(setting.key)` | \(value) | \(setting.meaning) |"))
        }
    }

    @Test func everyDefault_isAllowed_andKeysAreUnique() {
        for setting in Settings.table {
            var settings = Settings.defaults
            #expect(setting.assign(setting.defaultText, &settings), "\(setting.key)")
            #expect(setting.text(settings) == setting.defaultText)
        }
        #expect(Set(Settings.table.map(\.key)).count == Settings.table.count)
    }
}
