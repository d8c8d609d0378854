import Administration
import Domain
import TestSupport
import Testing

/// A demo whose own channel is disabled, with two stand-ins of the test's: `first` goes first.
struct TwoChannels {
    let flow: Flow
    let first: Channel
    let second: Channel

    var demo: RunningDemo { flow.demo }

    static func run(
        secrets: (first: String, second: String) = ("", ""),
        _ arguments: [String] = [],
        _ body: (TwoChannels) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let processes = try [secrets.first, secrets.second].map { secret in
                try DemoUpstreamProcess(
                    directory: directory,
                    arguments: ["--speed", "40", "--core-size", "12", "--queue-size", "200"]
                        + (secret.isEmpty ? [] : ["--secret", secret])
                )
            }
            defer { for process in processes { process.stop() } }
            let demo = try RunningDemo(
                directory: directory,
                arguments: ["--set", "MJTASK_REFRESH_INTERVAL=200ms"] + arguments
            )
            defer { demo.stop() }
            try demo.administer(["channels", "disable", "demo"])
            for (name, process, secret, priority) in [
                ("first", processes[0], secrets.first, "10"),
                ("second", processes[1], secrets.second, "0"),
            ] {
                try demo.administer(
                    ["channels", "add", name, process.baseURL, "--priority", priority],
                    environment: secret.isEmpty ? [:] : ["MJTASK_CHANNEL_SECRET": secret]
                )
            }
            try await body(
                TwoChannels(
                    flow: Flow(demo: demo),
                    first: Channel(demo: demo, process: processes[0]),
                    second: Channel(demo: demo, process: processes[1])
                )
            )
        }
    }

    /// As an administrator sees it.
    func channel(_ name: String) throws -> Domain.Channel {
        try demo.withInstallation { try $0.channel(name, for: "look") }
    }
}
