import Administration
import ArgumentParser
import Settings

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Check the settings, and show each with its value and where that comes from."
    )

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try options.run { output in
            let settings = try options.loadSettings()
            let views = Settings.table.map { SettingView($0, of: settings) }
            output.show(views) {
                TextTable(
                    [.init("SETTING"), .init("VALUE", isFlexible: true), .init("FROM")],
                    rows: views.map { [$0.key, $0.value, $0.origin] }
                )
            }
        }
    }
}

/// A setting with its effective value, as the command shows it.
private struct SettingView: Encodable {
    let key: String
    let value: String
    let `default`: String
    let origin: String
    let allowed: String
    let meaning: String

    init(_ setting: Setting, of settings: Settings) {
        key = setting.key
        value = setting.text(settings)
        `default` = setting.defaultText
        origin = settings.origins[setting.key]?.description ?? "default"
        allowed = setting.expectation
        meaning = setting.meaning
    }
}
