import FastCGI
import Supervision

/// What runs in the demo, and how each is started.
struct DemoPrograms {
    let folder: DemoFolder
    /// Where our own programs lie.
    let binaries: String
    let nginx: DemoNginx

    var redis: Supervisor.Program {
        program(
            "redis",
            "/usr/bin/redis-server",
            [
                "--port", "0", "--unixsocket", folder.redisSocket, "--unixsocketperm", "700",
                "--save", "", "--appendonly", "no", "--dir", folder.data,
            ]
        )
    }

    func upstream(
        port: LoopbackPort,
        secret: String,
        speed: Double,
        pictureSize: Int
    ) -> Supervisor.Program {
        program(
            "upstream",
            binaries + "/mjtask-demo-upstream",
            [
                "--port", String(port.number), "--secret", secret, "--speed", String(speed),
                "--picture-size", String(pictureSize),
                // Enough that nobody who plays with the demo meets a full queue.
                "--accounts", "8", "--core-size", "12", "--queue-size", "200",
            ]
        )
    }

    var poller: Supervisor.Program { program("poller", binaries + "/mjtask-poller") }

    /// A responder on a socket that is opened here, as systemd would.
    func responder(_ part: String, on socket: ListeningSocket) -> Supervisor.Program {
        program(
            part,
            binaries + "/mjtask-responder",
            [part],
            sockets: [(part, socket.descriptor)]
        )
    }

    var webServer: Supervisor.Program {
        program(
            "nginx",
            "/usr/sbin/nginx",
            ["-p", folder.nginx, "-c", nginx.configurationFile, "-e", folder.log(of: "nginx")]
        )
    }

    private func program(
        _ name: String,
        _ executable: String,
        _ arguments: [String] = [],
        sockets: [(name: String, descriptor: Int32)] = []
    ) -> Supervisor.Program {
        // The settings come from the file alone: what the shell happens to have set may belong to
        // a real installation.
        var environment = ProcessEnvironment.all.filter { key, _ in
            !key.hasPrefix("MJTASK_") && !key.hasPrefix("LISTEN_") && key != "NOTIFY_SOCKET"
        }
        environment["MJTASK_SETTINGS"] = folder.settingsFile
        return Supervisor.Program(
            name: name,
            specification: .init(
                executable: executable,
                arguments: arguments,
                environment: environment,
                sockets: sockets,
                logFile: folder.log(of: name),
                workingDirectory: folder.path,
                endsWithParent: true
            ),
            pidFile: folder.pidFile(of: name)
        )
    }
}
