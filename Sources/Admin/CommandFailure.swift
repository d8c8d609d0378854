import Administration
import ArgumentParser
import Settings

/// The end of a command that failed: what is printed to standard error, and the exit status.
struct CommandFailure: Encodable {
    let errors: [String]
    let hint: String
    let status: Int32

    init(_ error: AdministrationError) {
        errors = [error.message]
        hint = error.hint
        let status: ExitStatus =
            switch error.kind {
            case .invalid: .data
            case .unavailable: .unavailable
            case .noPermission: .permission
            }
        self.status = status.rawValue
    }

    init(_ error: SettingsError) {
        errors = error.problems
        guard !error.isForbidden else {
            hint = "run it as root or as the user mjtask: sudo mjtask …"
            status = ExitStatus.permission.rawValue
            return
        }
        hint = "correct these settings; systemd/mjtask.env is their manual"
        status = ExitStatus.settings.rawValue
    }

    var exitCode: ExitCode { ExitCode(status) }

    func text(isJSON: Bool) -> String {
        if isJSON { return Output.json(self) }
        let lines = errors.map { "mjtask: \($0)\n" } + (hint.isEmpty ? [] : ["hint: \(hint)\n"])
        return lines.joined()
    }
}
