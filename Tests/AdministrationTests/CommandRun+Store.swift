import Domain
import Foundation
import Glibc
import HotState
import Storage
import Supervision
import TestSupport

extension CommandRun {
    var database: String { directory + "/data/mjtask.db" }

    /// Runs `body` with the store that the commands work on, as another program would have it.
    func withStore<Result>(_ body: (Store) throws -> Result) throws -> Result {
        let store = try openStore(in: directory + "/data")
        defer { store.close() }
        return try body(store)
    }

    /// Starts a command whose output, and errors, go to `output`.
    func start(
        _ arguments: [String],
        output: String,
        environment: [String: String] = ["TERM": "xterm"]
    ) throws -> ChildProcess {
        try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask"),
                arguments: arguments,
                environment: environment.merging(["MJTASK_SETTINGS": settings]) { own, _ in own },
                logFile: output
            )
        )
    }

    func setting(_ key: String, _ value: String) throws {
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        let others = text.split(separator: "\n").filter { !$0.hasPrefix(key + "=") }
        try (others.joined(separator: "\n") + "\n\(key)=\(value)\n")
            .write(toFile: settings, atomically: false, encoding: .utf8)
    }
}
