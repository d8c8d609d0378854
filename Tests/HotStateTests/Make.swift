import Domain
import HotState
import Redis
import TestSupport

extension Versions {
    static func make(_ directory: String, databaseID: String = "db") throws -> Versions {
        try Versions(directory: directory, databaseID: databaseID)
    }
}

extension VersionScope {
    init(_ users: UserID...) {
        self.init(users: Set(users))
    }
}

extension Identity {
    static func make(
        user: UserID = 1,
        role: Role = .common,
        group: String = "default",
        allowedNetworks: [String] = []
    ) -> Identity {
        Identity(
            userID: user,
            tokenID: 7,
            kind: .accessToken,
            role: role,
            isEnabled: true,
            group: group,
            expiresAt: 1_800_000_000_000,
            allowedNetworks: allowedNetworks
        )
    }
}

extension TokenHash {
    static func make(_ byte: UInt8 = 0xa5) -> TokenHash {
        TokenHash(bytes: Array(repeating: byte, count: 32))
    }
}

extension PageKey {
    static let own = PageKey(list: .own, query: "p=1&size=20&lang=en")
    static let everyone = PageKey(list: .everyone, query: "p=1&size=20&lang=en")
}

extension HotTask {
    static func make(
        _ mjID: String = "1700000000000001",
        user: UserID = 1,
        epoch: Int64 = 1,
        sequence: Int64 = 1,
        percent: Int = 30
    ) -> HotTask {
        HotTask(
            mjID: mjID,
            userID: user,
            version: .init(epoch: epoch, sequence: sequence),
            status: .inProgress,
            percent: percent,
            promptEn: "a cat, 100%\0",
            startTime: 1_700_000_000_000
        )
    }
}

/// A Redis, a file of versions, and the hot state of one thread over both.
struct World {
    let directory: String
    let server: RedisServer
    let versions: Versions
    let hotState: HotState

    static func with(
        timeout: Duration = .seconds(10),
        _ body: (World) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let server = try RedisServer(directory: directory)
            let versions = try Versions.make(directory)
            let configuration = HotState.Configuration(
                redisSocket: server.socketPath,
                timeout: timeout
            )
            let hotState = HotState(configuration: configuration, versions: versions)
            try body(
                World(
                    directory: directory,
                    server: server,
                    versions: versions,
                    hotState: hotState
                )
            )
        }
    }

    /// Another thread's, with its own connection.
    func another(timeout: Duration = .seconds(10)) -> HotState {
        HotState(
            configuration: .init(redisSocket: server.socketPath, timeout: timeout),
            versions: versions
        )
    }

    func redis() throws -> RedisConnection {
        try RedisConnection(socketPath: server.socketPath, timeout: .seconds(10))
    }

    func announced<Result>(_ users: UserID..., body: () throws -> Result) rethrows -> Result {
        let scope = VersionScope(users: Set(users))
        versions.announce(scope)
        defer { versions.finish(scope) }
        return try body()
    }
}
