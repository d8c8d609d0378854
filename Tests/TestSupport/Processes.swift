import Foundation
import Glibc

/// Whether a process is there and not a zombie.
package func isRunning(_ pid: Int32) -> Bool {
    guard
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        // The state follows the name, which may hold anything but ends with the last ")".
        let state = stat.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z" && state != "X"
}

/// Whether a file is there.
package func isThere(_ path: String) -> Bool {
    access(path, F_OK) == 0
}
