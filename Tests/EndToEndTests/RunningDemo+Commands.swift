import Foundation
import Supervision
import TestSupport

extension RunningDemo {
    /// Runs `mjtask` beside the running programs, as an administrator does; gives what it prints.
    @discardableResult
    func mjtask(_ arguments: String...) throws -> String {
        let log = directory + "/command.log"
        try? FileManager.default.removeItem(atPath: log)
        let process = try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask"),
                arguments: arguments + ["--settings", directory + "/mjtask.env"],
                environment: [:],
                logFile: log
            )
        )
        let status = process.waitForExit(timeout: .seconds(60))
        let output = try String(contentsOfFile: log, encoding: .utf8)
        guard status == 0 else { throw CommandFailed(output: output) }
        return output
    }

    /// A command's answer in JSON.
    func rows(_ output: String) throws -> [[String: Any]] {
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]] ?? []
    }
}

struct CommandFailed: Error, CustomStringConvertible {
    let output: String

    var description: String { "the command failed: \(output.suffix(2_000))" }
}
