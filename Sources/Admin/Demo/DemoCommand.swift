import Administration
import ArgumentParser
import Foundation
import Glibc
import Settings
import Supervision

/// `mjtask demo`: everything there is, running in a folder, until it is told to stop.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Runs a whole installation in a folder, with a stand-in for a channel.",
        discussion: """
            Starts Redis, nginx, both responders, the poller and (without --upstream) a \
            midjourney-proxy stand-in, makes users and tokens, submits a few tasks, and writes \
            where to find it all to the file “env” in the folder. A program that dies is started \
            again. Ctrl-C stops everything. Each start begins with an empty database.
            """
    )

    @Option(help: "The folder it runs in.")
    var directory = ".demo"

    @Option(help: "The port of 127.0.0.1 that nginx listens on.")
    var port: UInt16 = 8080

    @Option(help: "Another midjourney-proxy, such as http://10.0.0.7:8080.")
    var upstream: String?

    @OptionGroup var secret: SecretSource

    @Option(help: "How much faster than life the stand-in draws; at 2 a picture takes some 20 s.")
    var speed = 2.0

    @Option(help: "The side of the stand-in's pictures, in pixels.")
    var pictureSize = 512

    @Option(help: "How many tasks to submit at the start; default: 4, or 1 with --upstream.")
    var samples: Int?

    @Option(help: "The folder of nginx's files.")
    var nginxFiles = "nginx"

    @Option(name: .customLong("set"), help: "A further setting, as KEY=value; repeatable.")
    var additionalSettings: [String] = []

    @Flag(help: "Stop when the process that started it ends.")
    var stopWithParent = false

    func validate() throws {
        guard speed > 0 else { throw ValidationError("--speed must be more than 0") }
        for setting in additionalSettings where !setting.contains("=") || setting.contains("'") {
            throw ValidationError("--set needs KEY=value")
        }
    }

    func run() throws {
        // A reader of our output that went away is no reason to stop.
        signal(SIGPIPE, SIG_IGN)
        let signals = StopSignals(stopsWithParent: stopWithParent)
        do {
            try DemoRun(self, signals: signals).run()
        } catch let error as DemoError {
            try fail("mjtask: \(error.message)\nhint: \(error.hint)\n", .failure)
        } catch let error as AdministrationError {
            let failure = CommandFailure(error)
            try fail(failure.text(isJSON: false), failure.exitCode)
        } catch let error as SettingsError {
            let failure = CommandFailure(error)
            try fail(failure.text(isJSON: false), failure.exitCode)
        }
    }

    private func fail(_ text: String, _ exitCode: ExitCode) throws -> Never {
        FileHandle.standardError.write(Data(text.utf8))
        throw exitCode
    }
}
