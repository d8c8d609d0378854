import Domain
import FastCGI
import Foundation
import Glibc
import Settings
import Supervision

/// One run of the demo: starts the parts in order, each when what it needs is there, watches them,
/// and stops them all, however it ends.
final class DemoRun {
    private struct Stopped: Error {}

    private let command: DemoCommand
    private let signals: StopSignals
    private let folder: DemoFolder
    private let supervisor: Supervisor
    private let events: EventQueue
    /// Of the responders; open as long as the demo runs, so that clients wait for one that died.
    private var sockets: [ListeningSocket] = []
    /// How often each program has died.
    private var deaths: [String: Int] = [:]
    private var isReady = false

    private var publicURL: String { "http://127.0.0.1:\(command.port)" }
    private var client: DemoClient { DemoClient(port: command.port) }

    init(_ command: DemoCommand, signals: StopSignals) throws {
        self.command = command
        self.signals = signals
        guard LoopbackPort(command.port).isFree else {
            throw DemoError(
                "port \(command.port) is taken",
                hint: "use another one: make demo PORT=8081"
            )
        }
        folder = try DemoFolder(command.directory)
        let events = EventQueue()
        self.events = events
        supervisor = Supervisor { events.append($0) }
    }

    func run() throws {
        defer {
            unlink(folder.environmentFile)
            supervisor.stop()
        }
        do {
            let accounts = try start()
            isReady = true
            var samples = DemoSamples(client: client, account: accounts.demo)
            samples.submit(command.samples ?? (command.upstream == nil ? 4 : 1))
            try DemoFiles.writeEnvironment(
                folder: folder,
                publicURL: publicURL,
                accounts: accounts
            )
            DemoScreen.showReady(folder: folder, publicURL: publicURL, accounts: accounts)
            while true {
                try look()
                for line in samples.news() { DemoScreen.show(line) }
            }
        } catch is Stopped {
            DemoScreen.show("stopping")
        }
    }

    private func start() throws -> DemoAccounts {
        let nginx = DemoNginx(folder: folder, port: command.port, source: command.nginxFiles)
        let programs = DemoPrograms(folder: folder, binaries: try Self.binaries(), nginx: nginx)
        try nginx.write()
        try DemoFiles.writeSettings(
            folder: folder,
            publicURL: publicURL,
            additional: command.additionalSettings.map { setting in
                let parts = setting.split(separator: "=", maxSplits: 1)
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            }
        )
        let settings = try Settings(environment: [:], file: folder.settingsFile)

        supervisor.add(programs.redis)
        let upstream = try startUpstream(programs)
        // A moment before it accepts; whoever comes first tries again.
        try wait(for: "redis") { access(self.folder.redisSocket, F_OK) == 0 }
        let accounts = try DemoAccounts(
            settings: settings,
            upstream: upstream.url,
            secret: upstream.secret
        )
        supervisor.add(programs.poller)
        for (part, path) in [("list", folder.listSocket), ("relay", folder.relaySocket)] {
            let socket = try ListeningSocket(path: path)
            sockets.append(socket)
            supervisor.add(programs.responder(part, on: socket))
        }
        supervisor.add(programs.webServer)
        let client = client
        try wait(for: "nginx") { LoopbackPort(self.command.port).accepts }
        try wait(for: "poller") {
            client.send("GET", "/mj/healthz")?.body?["poller"]?.string == "ok"
        }
        return accounts
    }

    private func startUpstream(_ programs: DemoPrograms) throws -> (url: String, secret: String) {
        let given = try command.secret.read()
        if let url = command.upstream { return (url, given) }
        guard let port = LoopbackPort.unused() else {
            throw DemoError("no port is left", hint: "end other programs that listen")
        }
        let secret = given.isEmpty ? "demo-secret" : given
        supervisor.add(
            programs.upstream(
                port: port,
                secret: secret,
                speed: command.speed,
                pictureSize: command.pictureSize
            )
        )
        try wait(for: "upstream") { port.accepts }
        return ("http://127.0.0.1:\(port.number)", secret)
    }

    /// Goes on when `condition` holds; throws when it is time to stop, or when a program does not
    /// come up.
    private func wait(for program: String, _ condition: () -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            try look()
            guard ContinuousClock.now < deadline else { throw failure(of: program) }
        }
    }

    private func look() throws {
        if signals.haveCome() { throw Stopped() }
        for event in events.takeAll() {
            switch event {
            case .started(let name, let pid):
                if deaths[name, default: 0] > 0 { DemoScreen.show("\(name) runs again, as \(pid)") }
            case .ended(let name, let status):
                DemoScreen.show("\(name) ended (\(DemoScreen.words(forStatus: status)))")
                deaths[name, default: 0] += 1
                if !isReady, deaths[name, default: 0] >= 3 { throw failure(of: name) }
            case .startFailed(let name, let reason):
                throw DemoError(
                    "\(name) cannot be started: \(reason)",
                    hint: "“make deps” installs what is missing, “make build” builds the rest"
                )
            }
        }
    }

    private func failure(of program: String) -> DemoError {
        let log = (try? String(contentsOfFile: folder.log(of: program), encoding: .utf8)) ?? ""
        let tail = log.split(separator: "\n").suffix(15).map { "    \($0)\n" }.joined()
        return DemoError(
            "\(program) does not come up; the end of \(folder.log(of: program)):\n\(tail)",
            hint: "all logs are in \(folder.logs)"
        )
    }

    /// The folder of this program, where the others lie, too.
    private static func binaries() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }
}
