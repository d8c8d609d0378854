import Foundation
package import Supervision

extension ChildProcess {
    /// Whether a SIGSTOP has taken effect (proc_pid_stat(5): the state follows the name).
    package var isStopped: Bool {
        get throws {
            let line = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            return line.split(separator: ")").last?.split(separator: " ").first == "T"
        }
    }
}
