import Administration
import Glibc
import HotState
import Logging
import Storage
import TestSupport

/// Runs `body` on a new installation in a folder of its own; without Redis, unless its socket is
/// given.
func withInstallation<Result>(
    redisSocket: (String) throws -> String = { _ in "" },
    _ body: (Installation, String) throws -> Result
) throws -> Result {
    try withTemporaryDirectory { directory in
        mkdir(directory + "/run", 0o750)
        let installation = try Installation(
            .make(directory, redisSocket: redisSocket(directory)),
            logger: .silent
        )
        defer { installation.close() }
        return try body(installation, directory)
    }
}

extension Installation.Configuration {
    static func make(_ directory: String, redisSocket: String = "") -> Self {
        .init(
            store: .init(path: directory + "/mjtask.db"),
            hotState: .init(redisSocket: redisSocket),
            runDirectory: directory + "/run",
            pollerFile: directory + "/run/poller.lock"
        )
    }
}
