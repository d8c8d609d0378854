import Foundation
import Glibc
import Supervision
import TestSupport

/// A whole installation as `mjtask demo` runs it: nginx with the shipped files, both responders,
/// the poller, Redis and the stand-in for a channel, as processes of this build.
final class RunningDemo: Sendable {
    let directory: String
    let port: UInt16
    /// What it wrote to its file `env`.
    let variables: [String: String]
    let process: ChildProcess

    /// The programs that run in it.
    static let programs = ["redis", "upstream", "poller", "list", "relay", "nginx"]

    /// Returns when it is ready; throws the end of its output when it does not become so.
    init(directory: String, arguments: [String] = []) throws {
        guard let port = LoopbackPort.unused()?.number else { throw WaitTimedOut(what: "a port") }
        self.directory = directory + "/demo"
        self.port = port
        let process = try Self.start(directory: directory, port: port, arguments: arguments)
        self.process = process
        let environmentFile = directory + "/demo/env"
        // The file may be there already, of a demo that was killed; ours names our port.
        var variables: [String: String] = [:]
        try waitUntil("the demo to be ready", timeout: .seconds(90)) {
            variables = Self.assignments(in: environmentFile)
            return variables["BASE_URL"]?.hasSuffix(":\(port)") == true || !process.isRunning
        }
        guard process.isRunning else {
            let log = try String(contentsOfFile: directory + "/demo.log", encoding: .utf8)
            throw DemoFailed(output: log)
        }
        self.variables = variables
    }

    static func start(
        directory: String,
        port: UInt16,
        arguments: [String] = []
    ) throws -> ChildProcess {
        try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask"),
                arguments: [
                    "demo", "--directory", directory + "/demo", "--port", String(port),
                    "--nginx-files", repository + "/nginx", "--samples", "0",
                    // Pictures that take a second from the submit.
                    "--speed", "40", "--picture-size", "64",
                    "--set", "MJTASK_POLL_SHORTEST=100ms", "--set", "MJTASK_POLL_LONGEST=1s",
                    // A hundred demos would each write 64 MB.
                    "--set", "MJTASK_RESERVED_LOG=0",
                ] + arguments,
                environment: ProcessInfo.processInfo.environment,
                logFile: directory + "/demo.log"
            )
        )
    }

    /// The top of the repository, for files that are no build products.
    private static var repository: String {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }

    private static func assignments(in path: String) -> [String: String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n")
        let pairs = lines.map { line in
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts[0], parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "'")))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    subscript(variable: String) -> String { variables[variable] ?? "" }

    /// The number of a program's process, from its pid file.
    func pid(of program: String) -> Int32? {
        PIDFile(path: "\(directory)/run/\(program).pid").read()
    }

    func log(of program: String) throws -> String {
        try String(contentsOfFile: "\(directory)/logs/\(program).log", encoding: .utf8)
    }

    /// kill -9; returns when the successor runs.
    func kill(_ program: String) throws {
        guard let pid = pid(of: program) else { throw WaitTimedOut(what: "a pid of \(program)") }
        Glibc.kill(pid, SIGKILL)
        try waitUntil("\(program) to run again") {
            self.pid(of: program).map { $0 != pid && isRunning($0) } ?? false
        }
    }

    func stop() {
        process.stop(grace: .seconds(30))
    }
}

/// The demo ended before it was ready.
struct DemoFailed: Error, CustomStringConvertible {
    let output: String

    var description: String { "the demo ended: \(output.suffix(2_000))" }
}

/// Runs `body` with a demo of its own.
func withDemo(
    _ arguments: [String] = [],
    _ body: (RunningDemo) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        let demo = try RunningDemo(directory: directory, arguments: arguments)
        defer { demo.stop() }
        try await body(demo)
    }
}
