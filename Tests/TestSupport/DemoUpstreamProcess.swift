import Foundation
import Supervision

/// The built `mjtask-demo-upstream` on free loopback ports; killed when the value goes.
///
/// Pictures are small and drawn in no time; ids are deterministic.
package final class DemoUpstreamProcess: Sendable {
    /// For ``Channel``: without a trailing slash.
    package let baseURL: String
    /// The control plane; `GET` it for a list of what it can do.
    package let controlURL: String
    private let process: ChildProcess

    /// Returns when both ports accept connections.
    ///
    /// - Parameter arguments: come after the defaults, and win: `["--core-size", "100"]`.
    package init(directory: String, arguments: [String] = []) throws {
        let portsFile = directory + "/demo-upstream-\(UInt64.random(in: 0 ... .max)).ports"
        process = try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask-demo-upstream"),
                arguments: [
                    "--port", "0", "--control-port", "0", "--ports-file", portsFile,
                    "--picture-size", "64", "--seed", "1",
                ] + arguments,
                environment: ["PATH": "/usr/bin:/bin"],
                logFile: directory + "/demo-upstream.log"
            )
        )
        // Written when both listen.
        try waitUntil("the demo upstream to listen") {
            FileManager.default.fileExists(atPath: portsFile)
        }
        let ports = try String(contentsOfFile: portsFile, encoding: .utf8)
            .split(whereSeparator: \.isWhitespace)
        guard ports.count == 2 else { throw WaitTimedOut(what: "two ports") }
        baseURL = "http://127.0.0.1:\(ports[0])"
        controlURL = "http://127.0.0.1:\(ports[1])"
    }

    package func stop() {
        process.stop()
    }

    /// kill -9: all connections break, nothing is remembered.
    package func kill() {
        process.stop(grace: .zero)
    }
}
