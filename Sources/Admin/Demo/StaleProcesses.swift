import Foundation
import Glibc
import Supervision

/// Programs of an earlier demo that was killed before it could stop them.
enum StaleProcesses {
    /// Ends the processes that the pid files in `folder` name, if they are what the files mean: a
    /// number may belong to somebody else by now, so only those count that work below `path`.
    static func stop(pidFilesIn folder: String, workingBelow path: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let stale = names.filter { $0.hasSuffix(".pid") }
            .compactMap { PIDFile(path: folder + "/" + $0).read() }
            .filter { isWorking($0, below: path) }
        // Each leads a process group, with nginx's workers in it.
        for pid in stale { kill(-pid, SIGTERM) }
        let deadline = ContinuousClock.now + .seconds(5)
        while stale.contains(where: { isWorking($0, below: path) }) {
            if ContinuousClock.now > deadline {
                for pid in stale { kill(-pid, SIGKILL) }
            }
            usleep(10_000)
        }
    }

    /// A zombie has no working directory, so it does not count.
    private static func isWorking(_ pid: Int32, below path: String) -> Bool {
        let directory = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(pid)/cwd"
        )
        return directory.map { $0 == path || $0.hasPrefix(path + "/") } ?? false
    }
}
