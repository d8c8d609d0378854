import Foundation
import TestSupport
import Testing

/// What is generated at installing: manual pages and completions of shells.
@Suite struct ManualTests {
    @Test func everySubcommand_hasAPage_thatTheHelpLeadsTo() throws {
        try withManual { mjtask, folder throws in
            var expected: Set<String> = ["mjtask.1"]
            var commands: [[String]] = [[]]
            while let command = commands.popLast() {
                for name in try subcommands(try mjtask(command + ["--help"]).output) {
                    let below = command + [name]
                    commands.append(below)
                    expected.insert((["mjtask"] + below).joined(separator: "-") + ".1")
                }
            }
            #expect(expected.count > 15)
            let pages = try FileManager.default.contentsOfDirectory(atPath: folder + "/man1")
            #expect(Set(pages) == expected)
        }
    }

    @Test func everyOption_isOnThePageOfItsCommand() throws {
        try withManual { mjtask, folder throws in
            for command in [
                ["tasks", "list"], ["tasks", "follow"], ["backup"], ["config", "check"],
            ] {
                let name = (["mjtask"] + command).joined(separator: "-")
                let text = try rendered(folder + "/man1/\(name).1")
                let help = try mjtask(command + ["--help"]).output
                let options = help.matches(of: /\n  (?:-h, )?(--[a-z-]+)/).map { String($0.1) }
                #expect(options.contains("--json"))
                for option in options { #expect(text.contains(option), "\(name) \(option)") }
                #expect(text.contains("EXIT STATUS"))
            }
        }
    }

    @Test func groff_rendersEveryPage_withoutAWarning() throws {
        try withManual { _, folder throws in
            for section in ["man1", "man5"] {
                let path = folder + "/" + section
                for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                    let (text, warnings) = try groff(path + "/" + name)
                    #expect(warnings == "", "\(name)")
                    #expect(text.contains("NAME"), "\(name)")
                    #expect(text.contains("SEE ALSO"), "\(name)")
                }
            }
        }
    }

    @Test func theSettings_haveAPage() throws {
        try withManual { _, folder throws in
            let text = try rendered(folder + "/man5/mjtask.env.5")
            #expect(text.contains("MJTASK_DATABASE"))
            #expect(text.contains("Default: /var/lib/mjtask/mjtask.db."))
        }
    }

    @Test func aPage_showsWhatIsTyped_asItIsTyped() throws {
        try withManual { _, folder throws in
            let text = try rendered(folder + "/man1/mjtask-tasks-list.1")
            // Minus signs that can be copied, and quotes of ours.
            #expect(text.contains("mjtask tasks list"))
            #expect(text.contains("“2026-03-01 14:05:00”"))
            #expect(!text.contains("\u{2010}"))
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completions_areMadeForEachShell(shell: String)
        throws
    {
        try withCommands { mjtask throws in
            let script = try mjtask("--generate-completion-script", shell)
            #expect(script.status == 0)
            for word in ["follow", "restore", "nginx"] {
                #expect(script.output.contains(word), "\(word)")
            }
            guard shell == "bash" else { return }
            let file = mjtask.directory + "/completion"
            try script.output.write(toFile: file, atomically: false, encoding: .utf8)
            let (output, errors) = try run(["/bin/bash", "-n", file])
            #expect(output + errors == "")
        }
    }

    private func withManual(_ body: (CommandRun, String) throws -> Void) throws {
        try withCommands { mjtask throws in
            let folder = mjtask.directory + "/man"
            let result = try mjtask("manual", folder)
            #expect(result.status == 0, "\(result.errors)")
            try body(mjtask, folder)
        }
    }

    /// The names below SUBCOMMANDS of a help.
    private func subcommands(_ help: String) throws -> [String] {
        guard let start = help.range(of: "SUBCOMMANDS:\n")?.upperBound else { return [] }
        return help[start...].split(separator: "\n").prefix { $0.hasPrefix("  ") }
            .compactMap { $0.firstMatch(of: /^  ([a-z][a-z-]*)/).map { String($0.1) } }
    }

    private func rendered(_ page: String) throws -> String {
        try groff(page).text.replacing(/\s+/, with: " ")
    }

    private func groff(_ page: String) throws -> (text: String, warnings: String) {
        try run(["/usr/bin/groff", "-man", "-Tutf8", "-ww", "-P-cbou", page])
    }

    private func run(_ command: [String]) throws -> (String, String) {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let problems = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: text, as: UTF8.self), String(decoding: problems, as: UTF8.self))
    }
}
