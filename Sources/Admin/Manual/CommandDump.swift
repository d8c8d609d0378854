import ArgumentParser
import Foundation

/// A command as argument-parser describes it to other tools: the source of the manual pages, so
/// that they say what the parser does.
struct CommandDump: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            var text: String { (kind == "long" ? "--" : "-") + name }
        }

        /// `positional`, `option` or `flag`.
        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?
        let discussion: String?
    }

    let commandName: String
    let superCommands: [String]?
    let shouldDisplay: Bool?
    let abstract: String?
    let discussion: String?
    let subcommands: [CommandDump]?
    let arguments: [Argument]?

    /// Such as `["mjtask", "tasks", "list"]`.
    var path: [String] { (superCommands ?? []) + [commandName] }

    /// Those that the help shows, but for the one that shows it.
    var shownSubcommands: [CommandDump] {
        (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
    }

    var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }

    /// This command and all below it.
    var all: [CommandDump] { [self] + shownSubcommands.flatMap(\.all) }

    /// - Parameter command: With everything below it.
    init(of command: any ParsableCommand.Type) throws {
        struct Dump: Decodable {
            let command: CommandDump
        }
        let text = command._dumpHelp()
        self = try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
    }
}
