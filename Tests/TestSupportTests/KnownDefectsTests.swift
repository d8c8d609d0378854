import Foundation
import Testing

/// The list of defects that mjtask must not have, against the tests that there are.
@Suite struct KnownDefectsTests {
    private static let tests = URL(filePath: #filePath).appending(path: "../..").standardizedFileURL

    private struct Row {
        let number: String
        let here: String
        let tests: [String]
    }

    @Test func everyNumber_hasARow_inOrder() throws {
        #expect(try rows().map(\.number) == (1...33).map { "B\($0)" })
    }

    @Test func everyRow_namesATestThatThereIs_orSaysWhyItDoesNotApply() throws {
        let names = try testNames()
        for row in try rows() {
            #expect(!row.tests.isEmpty || row.here.contains("does not apply: "), "\(row.number)")
            for test in row.tests { #expect(names.contains(test), "\(row.number): \(test)") }
        }
    }

    @Test func everyTestWithANumber_isInItsRow() throws {
        let rows = try rows()
        for name in try testNames() {
            guard let number = name.firstMatch(of: /^[bB](\d+)(?:_|: )/)?.1 else { continue }
            let row = rows.first { $0.number == "B\(number)" }
            #expect(row?.tests.contains(name) == true, "\(name)")
        }
    }

    private func rows() throws -> [Row] {
        let text = try String(
            contentsOf: Self.tests.appending(path: "KnownDefects.md"),
            encoding: .utf8
        )
        return text.split(separator: "\n").filter { $0.hasPrefix("| B") }.map { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            let tests = cells[4].matches(of: /`([^`]+)`/).map { String($0.1) }
            return Row(number: cells[1], here: cells[3], tests: tests)
        }
    }

    /// Of all tests: their display names, and the names of their functions.
    private func testNames() throws -> Set<String> {
        var names: Set<String> = []
        let files = FileManager.default.enumerator(at: Self.tests, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard text.contains("import Testing") else { continue }
            names.formUnion(text.matches(of: /@Test\(\s*"([^"]+)"/).map { String($0.1) })
            names.formUnion(text.matches(of: /\n *(?:@Test.*)?func (\w+)\(/).map { String($0.1) })
        }
        return names
    }
}
