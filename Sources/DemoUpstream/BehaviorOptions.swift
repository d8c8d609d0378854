import ArgumentParser

/// The switches that the control plane has, too, as `/settings`.
struct BehaviorOptions: ParsableArguments {
    @Option(help: "Who is played: \(Profile.allCases.map(\.rawValue).joined(separator: ", ")).")
    var profile = Profile.plus

    @Option(help: "The mj-api-secret to ask for; empty: none.")
    var secret = ""

    @Flag(inversion: .prefixedNo, help: "Whether tasks show the state that their submit gave.")
    var state = true

    @Option(help: "How many of the newest tasks of all users the list shows.")
    var listLimit: Int?

    @Flag(help: "Rerolls, variations and pans ask for a prompt first.")
    var remix = false

    @Flag(help: "With --remix: the server answers its own question.")
    var remixAutoSubmit = false

    @Option(help: "A second modal call for the same task: error, accept.")
    var secondModal = BehaviorSettings.SecondModal.error

    @Flag(inversion: .prefixedNo, help: "Whether Chinese prompts become English ones.")
    var translate = true

    @Option(help: "Where changes of tasks are told that name no hook of their own.")
    var notifyHook = ""

    func validate() throws {
        guard (listLimit ?? 1) > 0 else { throw ValidationError("list-limit is at least 1") }
    }

    var settings: BehaviorSettings {
        var settings = BehaviorSettings()
        settings.profile = profile
        settings.secret = secret
        settings.keepsState = state
        settings.listLimit = listLimit
        settings.hasRemix = remix
        settings.submitsRemix = remixAutoSubmit
        settings.secondModal = secondModal
        settings.translates = translate
        settings.hooks.globalURL = notifyHook
        return settings
    }
}

extension Profile: ExpressibleByArgument {}
extension BehaviorSettings.SecondModal: ExpressibleByArgument {}
