import Foundation
import Glibc
import Supervision

/// The demo's folder: everything it makes lies there, and is made anew at each start.
final class DemoFolder {
    /// Absolute.
    let path: String
    /// Held as long as the demo runs; the kernel frees it however the demo ends.
    private let lock: Int32

    var run: String { path + "/run" }
    var data: String { path + "/data" }
    var nginx: String { path + "/nginx" }
    var logs: String { path + "/logs" }
    var archive: String { data + "/archive" }
    var database: String { data + "/mjtask.db" }
    var redisSocket: String { run + "/redis.sock" }
    var listSocket: String { run + "/list.sock" }
    var relaySocket: String { run + "/relay.sock" }
    var settingsFile: String { path + "/mjtask.env" }
    var environmentFile: String { path + "/env" }

    func pidFile(of program: String) -> PIDFile { PIDFile(path: "\(run)/\(program).pid") }
    func log(of program: String) -> String { "\(logs)/\(program).log" }

    /// Takes the folder: no other demo uses it, and nothing of an earlier one is left.
    init(_ given: String) throws {
        path = try Self.absolute(given)
        let files = FileManager.default
        let marker = path + "/demo.lock"
        let content = (try? files.contentsOfDirectory(atPath: path)) ?? []
        guard content.isEmpty || content.contains("demo.lock") else {
            throw DemoError(
                "\(path) holds something else than a demo",
                hint: "name an empty folder: DEMO_DIR=…"
            )
        }
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        lock = open(marker, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw DemoError(
                "a demo runs in \(path) already",
                hint: "stop it, or use another DEMO_DIR and PORT"
            )
        }
        unlink(environmentFile)
        StaleProcesses.stop(pidFilesIn: run, workingBelow: path)
        for folder in [run, data, nginx, logs] {
            if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
            try files.createDirectory(atPath: folder, withIntermediateDirectories: false)
        }
        try files.createDirectory(atPath: archive, withIntermediateDirectories: false)
    }

    deinit {
        close(lock)
    }

    private static func absolute(_ given: String) throws -> String {
        let path = URL(fileURLWithPath: given).standardizedFileURL.path
        // It is written into nginx's configuration and the shell assignments.
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "/._-+@,"))
        guard path.unicodeScalars.allSatisfy({ $0.isASCII && allowed.contains($0) }) else {
            throw DemoError(
                "the demo's folder is \(path): only letters, digits and ._-+@, work",
                hint: "name another folder: DEMO_DIR=/tmp/mjtask-demo"
            )
        }
        // A unix socket's path has at most 107 bytes (unix(7)); ours add "/run/redis.sock".
        guard path.utf8.count <= 90 else {
            throw DemoError(
                "the demo's folder is \(path): too long for the sockets in it",
                hint: "name a shorter one: DEMO_DIR=/tmp/mjtask-demo"
            )
        }
        return path
    }
}
