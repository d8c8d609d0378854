import ArgumentParser
import FoundationEssentials
import Glibc
import Logging

/// `mjtask-demo-upstream`: a midjourney-proxy that draws placeholder pictures, for demos, tests and
/// benchmarks.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mjtask-demo-upstream",
        abstract: "A midjourney-proxy stand-in that draws placeholder pictures.",
        discussion: """
            Words of a prompt that it obeys:

            \(PromptOrders.help)

            The control plane, on its own port:

            \(ControlRoute.helpText)
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port of /mj; 0: any that is free.")
    var port = 8080

    @Option(help: "The port of the control plane; 0: any that is free.")
    var controlPort = 0

    @Option(help: "How many accounts draw.")
    var accounts = 1

    @Option(help: "How many tasks an account draws at once.")
    var coreSize = 3

    @Option(help: "How many more tasks wait for an account; the rest is refused.")
    var queueSize = 10

    @Option(help: "How much faster than life pictures are drawn; at 1 one takes about 40 s.")
    var speed = 1.0

    @Option(help: "The same seed gives the same ids, times and pictures; without one, ids are new.")
    var seed: UInt64?

    @Option(help: "The side of a picture, in pixels.")
    var pictureSize = 512

    @Option(help: "A file that gets the two ports, in one line, when the servers listen.")
    var portsFile: String?

    @OptionGroup(title: "Behaviour, also settable on the control plane")
    var behavior: BehaviorOptions

    func validate() throws {
        guard accounts > 0, coreSize > 0, queueSize >= 0 else {
            throw ValidationError("accounts and core-size are at least 1, queue-size at least 0")
        }
        guard speed > 0, speed.isFinite else { throw ValidationError("speed is above 0") }
        guard (16...4096).contains(pictureSize) else {
            throw ValidationError("picture-size is 16 to 4096")
        }
    }

    func run() async throws {
        var simulation = Simulation.Configuration()
        simulation.accounts = accounts
        simulation.coreSize = coreSize
        simulation.queueSize = queueSize
        simulation.speed = speed
        simulation.settings = behavior.settings
        if let seed {
            simulation.seed = seed
        } else {
            // As the real ids: milliseconds and three digits. A gateway's database outlives us.
            simulation.firstID = DemoClock.wallTime() * 1_000
        }
        var server = DemoServer()
        server.host = host
        server.port = port
        server.controlPort = controlPort
        server.pictureSize = pictureSize
        server.simulation = simulation
        server.onReady = { [host, portsFile] port, controlPort in
            print("listening on http://\(host):\(port) control http://\(host):\(controlPort)")
            // Nil: everything. Standard output may be a file, which is not flushed by lines.
            fflush(nil)
            guard let portsFile else { return }
            do {
                // Atomically: who waits for the file never reads half of it.
                try Data("\(port) \(controlPort)\n".utf8)
                    .write(to: URL(filePath: portsFile), options: .atomic)
            } catch {
                Main.exit(withError: error)
            }
        }
        var logger = Logger(label: "mjtask-demo-upstream")
        logger.logLevel = .warning
        try await server.run(logger: logger)
    }
}
