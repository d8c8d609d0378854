import ArgumentParser
import TaskAPI

@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mjtask-responder",
        abstract: "Answers the task API behind a web server, over FastCGI.",
        discussion: """
            The socket is the one of --socket, else the one that the service manager passed by the \
            name of the part, else the one of the settings.

            SIGTERM and SIGINT finish the requests under way. The exit status is 0 after that, 1 \
            when some had to be cut short or the start failed, 78 when a setting is wrong.
            """
    )

    @Argument(help: "list: what comes from memory and disk; relay: what waits for a channel.")
    var part: Application.Part

    @Option(help: ArgumentHelp("Open this unix socket.", valueName: "path"))
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "Read this file instead of MJTASK_SETTINGS or /etc/mjtask/mjtask.env.",
            valueName: "file"
        )
    )
    var settings: String?

    func run() throws {
        throw ExitCode(Wiring(part: part, socketPath: socket, settingsFile: settings).run())
    }
}

extension Application.Part: ExpressibleByArgument {}
