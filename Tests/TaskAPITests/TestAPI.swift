import Crypto
import Domain
import FastCGI
import HotState
import Logging
import Storage
import TestSupport
import Upstream

@testable import TaskAPI

/// The API over a real database and Redis in a temporary folder, with two users, an administrator
/// and a channel.
final class TestAPI {
    let directory: String
    let redis: RedisServer
    let databaseID: String
    let store: Store
    let versions: Versions
    let services: Application.Services
    let list: Application
    /// "Now" for the API; nil: the system's clock.
    let clock: TestClock
    let user: User
    let other: User
    let administrator: User
    let channel: Channel

    static func run(
        configure: (inout TaskAPIConfiguration) -> Void = { _ in },
        storage: (inout Store.Configuration) -> Void = { _ in },
        quota: Int64 = 1_000_000_000,
        _ body: (TestAPI) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let api = try TestAPI(
                directory: directory,
                configure: configure,
                storage: storage,
                quota: quota
            )
            defer { api.close() }
            try body(api)
        }
    }

    static func run(
        configure: (inout TaskAPIConfiguration) -> Void = { _ in },
        quota: Int64 = 1_000_000_000,
        _ body: (TestAPI) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let api = try TestAPI(directory: directory, configure: configure, quota: quota)
            defer { api.close() }
            try await body(api)
        }
    }

    init(
        directory: String,
        configure: (inout TaskAPIConfiguration) -> Void,
        storage configureStorage: (inout Store.Configuration) -> Void = { _ in },
        quota: Int64
    ) throws {
        let logger = Logger.silent
        let clock = TestClock()
        self.directory = directory
        self.clock = clock
        redis = try RedisServer(directory: directory)
        var storage = Store.Configuration(path: directory + "/mjtask.db", readers: 2)
        configureStorage(&storage)
        databaseID = try Store.prepare(storage, logger: logger)
        versions = try Versions(directory: directory, databaseID: databaseID)
        store = try Store(configuration: storage, versions: versions, logger: logger)

        var configuration = TaskAPIConfiguration(
            publicURL: "https://example.com",
            pollerFile: directory + "/poller.lock"
        )
        configure(&configuration)
        services = Application.Services(
            configuration: configuration,
            hotState: HotState.Configuration(redisSocket: redis.socketPath),
            versions: versions,
            store: store,
            channels: nil,
            logger: logger,
            now: { clock.now }
        )
        list = Application(part: .list, services: services)

        user = try store.addUser(name: "user", role: .common, group: "default", quota: quota)
        other = try store.addUser(name: "other", role: .common, group: "default", quota: quota)
        administrator = try store.addUser(
            name: "administrator",
            role: .admin,
            group: "default",
            quota: quota
        )
        channel = try store.addChannel(
            name: "channel",
            baseURL: "http://127.0.0.1:9",
            secret: "",
            priority: 0
        )
        for owner in [user, other, administrator] {
            try addToken("sk-\(owner.name)", .apiKey, of: owner)
            try addToken("access-\(owner.name)", .accessToken, of: owner)
        }
    }

    func close() {
        store.close()
        redis.kill()
    }

    @discardableResult
    func addToken(
        _ secret: String,
        _ kind: TokenKind,
        of owner: User,
        expiresAt: Milliseconds = 0
    ) throws -> Token {
        try store.addToken(
            userID: owner.id,
            name: secret,
            kind: kind,
            hash: TokenHash(bytes: Array(SHA256.hash(data: Array(secret.utf8)))),
            expiresAt: expiresAt
        )
    }

    /// The identity behind a secret, as submits need it.
    func identity(_ secret: String = "sk-user") throws -> Identity {
        let hash = TokenHash(bytes: Array(SHA256.hash(data: Array(secret.utf8))))
        guard let identity = try store.identity(of: hash) else { throw Missing() }
        return identity
    }

    /// A task as a submit leaves it before its channel has answered.
    @discardableResult
    func addTask(_ secret: String = "sk-user", prompt: String = "a cat") throws -> MidjourneyTask {
        let identity = try identity(secret)
        let outcome = try store.accept([
            NewTask(
                userID: identity.userID,
                tokenID: identity.tokenID,
                channelID: channel.id,
                action: .imagine,
                prompt: prompt,
                details: TaskDetails(state: "mine", description: "/imagine " + prompt)
            )
        ])
        guard case .accepted(let tasks) = outcome, let task = tasks.first else { throw Missing() }
        return task
    }

    /// Ends a task as the poller does.
    func finish(
        _ task: MidjourneyTask,
        _ status: TaskStatus = .success,
        picture: TaskEnding.Picture = .none
    ) async throws {
        let state = TaskCheckpoint(
            mjID: task.mjID,
            userID: task.userID,
            status: status,
            progress: status == .success ? .complete : .none,
            promptEn: "",
            startTime: 0
        )
        _ = try await store.finish(
            [TaskEnding(state: state, finishTime: task.submitTime + 1000, picture: picture)])
    }

    /// Sends a request straight into the list part, or another one.
    func send(
        _ method: String,
        _ target: String,
        token: String? = nil,
        headers: [String: String] = [:],
        parameters: [String: String] = [:],
        body: String = "",
        to application: Application? = nil
    ) throws -> TestAnswer {
        let parts = target.split(
            separator: "?",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        var all = parameters
        all["REQUEST_METHOD"] = method
        all["DOCUMENT_URI"] = String(parts[0])
        all["QUERY_STRING"] = parts.count > 1 ? String(parts[1]) : ""
        all["REMOTE_ADDR"] = all["REMOTE_ADDR"] ?? "203.0.113.9"
        if let token { all["HTTP_AUTHORIZATION"] = "Bearer " + token }
        for (name, value) in headers {
            all["HTTP_" + name.uppercased().replacing("-", with: "_")] = value
        }
        let request = FastCGIRequest(parameters: all, body: Array(body.utf8))
        return TestAnswer((application ?? list).respond(to: request))
    }

    func get(
        _ target: String,
        token: String? = "sk-user",
        headers: [String: String] = [:]
    ) throws -> TestAnswer {
        try send("GET", target, token: token, headers: headers)
    }

    /// Another process's view of the same versions.
    func otherProcess() throws -> Versions {
        try Versions(directory: directory, databaseID: databaseID)
    }

    struct Missing: Error {}
}

struct TestAnswer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    init(_ response: FastCGIResponse) {
        status = response.status
        headers = Dictionary(
            response.headers.map { ($0.name.lowercased(), $0.value) },
            uniquingKeysWith: { "\($0), \($1)" }
        )
        body = if case .bytes(let bytes) = response.body { bytes } else { [] }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Null for what is not JSON.
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }

    /// The `mj_id`s of a list.
    var listed: [String] {
        json["data"]?["items"]?.array?.compactMap { $0["mj_id"]?.string } ?? []
    }
}
