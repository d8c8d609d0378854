import Settings

/// The manual: a page for each command, and one for the settings.
struct Manual {
    private let version: String

    init(version: String) {
        self.version = version
    }

    func pages() throws -> [ManualPage] {
        let commands = try CommandDump(of: MjtaskCommand.self)
        return commands.all.map(page) + [settingsPage()]
    }

    private func page(_ command: CommandDump) -> ManualPage {
        let name = command.path.joined(separator: "-")
        let abstract = command.abstract ?? command.commandName
        var page = ManualPage(
            name,
            section: 1,
            abstract: abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract,
            version: version
        )
        let arguments = command.shownArguments
        page.section("SYNOPSIS")
        let subcommand = command.shownSubcommands.isEmpty ? [] : ["<subcommand>"]
        page.synopsis(command.path.joined(separator: " "), arguments.map(\.synopsis) + subcommand)
        if let discussion = command.discussion {
            page.section("DESCRIPTION")
            page.text(discussion)
        }
        if !command.shownSubcommands.isEmpty {
            page.section("SUBCOMMANDS")
            for subcommand in command.shownSubcommands {
                page.entry(subcommand.commandName, subcommand.abstract ?? "")
            }
        }
        if !arguments.isEmpty {
            page.section("OPTIONS")
            for argument in arguments { page.entry(argument.term, argument.explanation) }
        }
        if command.shownSubcommands.isEmpty || command.superCommands == nil {
            page.section("EXIT STATUS")
            for status in ExitStatus.allCases {
                page.entry(String(status.rawValue), status.meaning)
            }
        }
        if command.superCommands == nil { addFiles(to: &page) }
        page.section("SEE ALSO")
        page.text(seeAlso(command))
        return page
    }

    private func addFiles(to page: inout ManualPage) {
        page.section("FILES")
        page.entry("/etc/mjtask/mjtask.env", "The settings; see mjtask.env(5).")
        page.entry("/var/lib/mjtask/mjtask.db", "The database, where no setting says otherwise.")
        page.section("ENVIRONMENT")
        page.entry("MJTASK_SETTINGS", "The settings file, instead of /etc/mjtask/mjtask.env.")
        page.entry("MJTASK_<setting>", "Takes precedence over the file.")
        page.entry("NO_COLOR", "Not empty: no colours.")
    }

    private func seeAlso(_ command: CommandDump) -> String {
        let above = (command.superCommands ?? []).indices.map {
            (command.superCommands ?? []).prefix($0 + 1).joined(separator: "-") + "(1)"
        }
        let below = command.shownSubcommands.map { $0.path.joined(separator: "-") + "(1)" }
        return (above + below + ["mjtask.env(5)"]).joined(separator: ", ")
    }

    private func settingsPage() -> ManualPage {
        var page = ManualPage(
            "mjtask.env",
            section: 5,
            abstract: "settings of mjtask",
            version: version
        )
        page.section("DESCRIPTION")
        page.text(
            """
            Assignments, one a line, in the syntax of systemd's EnvironmentFile=. They are read \
            from /etc/mjtask/mjtask.env; a variable of the environment takes precedence. A program \
            that finds anything wrong names all of it, and exits with 78.
            """
        )
        page.section("SETTINGS")
        for setting in Settings.table {
            let value = setting.defaultText.isEmpty ? "empty" : setting.defaultText
            page.entry(
                setting.key,
                "\(setting.meaning) Allowed: \(setting.expectation). Default: \(value)."
            )
        }
        page.section("SEE ALSO")
        page.text("mjtask-settings(1), mjtask-config-check(1)")
        return page
    }
}

extension CommandDump.Argument {
    /// Long names first, as people write them in scripts.
    private var nameTexts: [String] {
        (names ?? []).map(\.text).sorted { $0.count > $1.count }
    }

    private var value: String { "<\(valueName ?? "value")>" }

    fileprivate var synopsis: String {
        let text =
            switch kind {
            case "positional": value
            case "flag": nameTexts.first ?? ""
            default: "\(nameTexts.first ?? "") \(value)"
            }
        return (isOptional ? "[\(text)]" : text) + (isRepeating ? " ..." : "")
    }

    fileprivate var term: String {
        switch kind {
        case "positional": value
        case "flag": nameTexts.joined(separator: ", ")
        default: nameTexts.map { "\($0) \(value)" }.joined(separator: ", ")
        }
    }

    fileprivate var explanation: String {
        var text = abstract ?? ""
        if let discussion { text += " " + discussion }
        if let allValues, !allValues.isEmpty {
            text += " One of \(allValues.joined(separator: ", "))."
        }
        if let defaultValue, kind != "flag" { text += " Default: \(defaultValue)." }
        return text.isEmpty ? "-" : text
    }
}
