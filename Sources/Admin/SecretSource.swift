import Administration
import ArgumentParser
import Foundation

/// Where a channel's secret is read from. There is no option for the secret itself: a command line
/// is open to everybody on the machine, in `ps`.
struct SecretSource: ParsableArguments {
    static let variable = "MJTASK_CHANNEL_SECRET"

    @Option(
        help: ArgumentHelp(
            "Read the channel's secret (its mj-api-secret) from this file.",
            valueName: "file"
        )
    )
    var secretFile: String?

    @Flag(
        help: ArgumentHelp(
            "Read the secret from standard input.",
            discussion: "Without either it is taken from MJTASK_CHANNEL_SECRET, if that is set."
        )
    )
    var secretStdin = false

    func validate() throws {
        if secretStdin, secretFile != nil {
            throw ValidationError("--secret-file and --secret-stdin exclude each other")
        }
    }

    /// Whether one is named, also by the environment.
    var isGiven: Bool {
        secretFile != nil || secretStdin || ProcessEnvironment.all[Self.variable] != nil
    }

    /// The secret without the line break at its end; empty for none.
    func read() throws(AdministrationError) -> String {
        let bytes: Data
        do {
            if let secretFile {
                bytes = try Data(contentsOf: URL(filePath: secretFile))
            } else if secretStdin {
                bytes = try FileHandle.standardInput.readToEnd() ?? Data()
            } else {
                return ProcessEnvironment.all[Self.variable] ?? ""
            }
        } catch {
            throw AdministrationError(
                .invalid,
                "the secret cannot be read from \(secretFile ?? "standard input")",
                hint: "look at its name and permissions"
            )
        }
        var secret = String(decoding: bytes, as: UTF8.self)
        while let last = secret.last, last.isNewline { secret.removeLast() }
        guard !secret.isEmpty else {
            throw AdministrationError(
                .invalid,
                "the secret is empty",
                hint: "leave the option out for a channel without a secret"
            )
        }
        return secret
    }
}
