import Foundation
import Supervision
import TestSupport

/// `mjtask demo` of this build, with a channel that is reached directly, too.
final class BenchmarkedDemo {
    private let channel: DemoUpstreamProcess
    let channelPort: Int
    let controlPort: Int
    private let process: ChildProcess
    private let variables: [String: String]
    let port: Int

    init(directory: String, channel arguments: [String]) throws {
        guard let port = LoopbackPort.unused()?.number else { throw WaitTimedOut(what: "a port") }
        self.port = Int(port)
        let channel = try DemoUpstreamProcess(
            directory: directory,
            arguments: [
                "--accounts", "8", "--core-size", "100", "--queue-size", "100000",
            ] + arguments
        )
        self.channel = channel
        channelPort = Int(channel.baseURL.split(separator: ":").last ?? "") ?? 0
        controlPort = Int(channel.controlURL.split(separator: ":").last ?? "") ?? 0
        process = try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask"),
                arguments: [
                    "demo", "--directory", directory + "/demo", "--port", String(port),
                    "--samples", "0", "--upstream", channel.baseURL,
                    // As installed: channels are only asked.
                    "--set", "MJTASK_HOOK_URL=",
                ],
                environment: ProcessInfo.processInfo.environment,
                logFile: directory + "/demo.log"
            )
        )
        let file = directory + "/demo/env"
        try waitUntil("the demo to be ready", timeout: .seconds(60)) {
            FileManager.default.fileExists(atPath: file)
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let pairs = text.split(separator: "\n").map { line in
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts[0], parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "'")))
        }
        variables = Dictionary(uniqueKeysWithValues: pairs)
    }

    subscript(variable: String) -> String { variables[variable] ?? "" }

    /// Tells the channel's control port something.
    func control(_ method: String, _ path: String, _ body: String = "") throws {
        let connection = try HTTPConnection(port: controlPort)
        let answer = try connection.exchange(
            HTTPConnection.request(method, path, token: "", body: body)
        )
        precondition(answer.hasPrefix("HTTP/1.1 200"), answer)
    }

    func stop() {
        process.stop(grace: .seconds(20))
        channel.stop()
    }
}
