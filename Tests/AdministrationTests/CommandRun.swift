import Foundation
import Glibc
import Supervision
import TestSupport

/// The built `mjtask` in a folder with settings of its own.
struct CommandRun {
    struct Result {
        var status: Int32?
        var output: String
        var errors: String

        func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
        func object() throws -> [String: Any] { try json() as? [String: Any] ?? [:] }
        func array() throws -> [[String: Any]] { try json() as? [[String: Any]] ?? [] }
    }

    let directory: String
    let settings: String

    init(directory: String) throws {
        self.directory = directory
        settings = directory + "/mjtask.env"
        mkdir(directory + "/data", 0o750)
        mkdir(directory + "/run", 0o750)
        try """
        MJTASK_DATABASE=\(directory)/data/mjtask.db
        MJTASK_RUN_DIRECTORY=\(directory)/run
        MJTASK_ARCHIVE_DIRECTORY=\(directory)/data/archive
        MJTASK_REDIS_SOCKET=
        """.write(toFile: settings, atomically: false, encoding: .utf8)
    }

    /// Runs a command to its end; `input` is its standard input.
    func callAsFunction(
        _ arguments: String...,
        environment: [String: String] = [:],
        input: String = ""
    ) throws -> Result {
        try self(arguments, environment: environment, input: input)
    }

    func callAsFunction(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String = ""
    ) throws -> Result {
        let file = { (name: String) in directory + "/" + name }
        try input.write(toFile: file("stdin"), atomically: false, encoding: .utf8)
        let process = try ChildProcess(
            .init(
                executable: "/bin/sh",
                arguments: [
                    "-c", "cd '\(directory)' && exec \"$0\" \"$@\" <stdin >stdout 2>stderr",
                    BuiltProgram.path("mjtask"),
                ] + arguments,
                environment: environment.merging(["MJTASK_SETTINGS": settings]) { own, _ in own }
            )
        )
        let status = process.waitForExit(timeout: .seconds(60))
        return Result(
            status: status,
            output: try String(contentsOfFile: file("stdout"), encoding: .utf8),
            errors: try String(contentsOfFile: file("stderr"), encoding: .utf8)
        )
    }
}

/// Runs `body` with a command line on a new installation.
func withCommands(_ body: (CommandRun) throws -> Void) throws {
    try withTemporaryDirectory { try body(CommandRun(directory: $0)) }
}
