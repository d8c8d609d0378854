import Administration
import ArgumentParser
import Foundation
import Glibc
import Settings

/// What every subcommand understands.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The settings file, instead of MJTASK_SETTINGS or /etc/mjtask/mjtask.env.",
            valueName: "file"
        )
    )
    var settings: String?

    @Flag(help: "Print JSON, for scripts. Its keys do not change.")
    var json = false

    /// Runs a command; an error is printed, and becomes the exit status that it stands for.
    func run(_ body: (Output) throws -> Void) throws {
        do {
            try body(Output(isJSON: json))
            // What was printed may be all there is of it, as a token's secret is.
            guard fflush(nil) == 0 else {
                throw AdministrationError(
                    .unavailable,
                    "the output could not be written: \(String(cString: strerror(errno)))",
                    hint: "it is done, and what was to be shown is lost"
                )
            }
        } catch let error as AdministrationError {
            try fail(CommandFailure(error))
        } catch let error as SettingsError {
            try fail(CommandFailure(error))
        }
    }

    private func fail(_ failure: CommandFailure) throws -> Never {
        FileHandle.standardError.write(Data(failure.text(isJSON: json).utf8))
        throw failure.exitCode
    }

    func loadSettings() throws(SettingsError) -> Settings {
        try Settings(environment: ProcessEnvironment.all, file: settings)
    }
}
