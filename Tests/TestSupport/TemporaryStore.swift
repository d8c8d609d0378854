package import Domain
import Logging
package import Storage

/// Runs `body` with a new, empty store in a temporary folder, closed and removed afterwards.
///
/// - Parameter configure: changes the configuration, such as its clock, before the store is made.
@discardableResult
package func withTemporaryStore<Result>(
    versions: any VersionWriter = NoVersions(),
    configure: (inout Store.Configuration) -> Void = { _ in },
    _ body: (Store) throws -> Result
) throws -> Result {
    try withTemporaryDirectory { directory in
        let store = try openStore(in: directory, versions: versions, configure: configure)
        defer { store.close() }
        return try body(store)
    }
}

/// The same for asynchronous tests.
@discardableResult
package func withTemporaryStore<Result>(
    versions: any VersionWriter = NoVersions(),
    configure: (inout Store.Configuration) -> Void = { _ in },
    isolation: isolated (any Actor)? = #isolation,
    _ body: (Store) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { directory in
        let store = try openStore(in: directory, versions: versions, configure: configure)
        defer { store.close() }
        return try await body(store)
    }
}

/// Opens the database `mjtask.db` in `directory`, making it if need be: called twice, it gives
/// two stores on one file, as two processes have. The caller closes it.
package func openStore(
    in directory: String,
    versions: any VersionWriter = NoVersions(),
    configure: (inout Store.Configuration) -> Void = { _ in }
) throws -> Store {
    let logger = Logger.silent
    var configuration = Store.Configuration(path: directory + "/mjtask.db")
    configure(&configuration)
    _ = try Store.prepare(configuration, logger: logger)
    return try Store(configuration: configuration, versions: versions, logger: logger)
}

/// For tests that have no caches.
package struct NoVersions: VersionWriter {
    package init() {}
    package func announce(_ scope: VersionScope) {}
    package func finish(_ scope: VersionScope) {}
}

extension Store {
    /// A user with quota for twenty drawings, unless said otherwise.
    package func makeUser(
        _ name: String = "ann",
        role: Role = .common,
        quota: Int64 = 1_000_000
    ) throws -> User {
        try addUser(name: name, role: role, group: "default", quota: quota)
    }

    /// A token of `user`; its hash is 32 times `byte`.
    package func makeToken(
        of user: User,
        kind: TokenKind = .apiKey,
        byte: UInt8 = 1,
        expiresAt: Milliseconds = 0
    ) throws -> Token {
        try addToken(
            userID: user.id,
            name: "token \(byte)",
            kind: kind,
            hash: .make(byte),
            expiresAt: expiresAt
        )
    }

    package func makeChannel(
        _ name: String = "one",
        baseURL: String = "http://127.0.0.1:9",
        secret: String = "",
        priority: Int = 0
    ) throws -> Channel {
        try addChannel(name: name, baseURL: baseURL, secret: secret, priority: priority)
    }

    /// A user with a token and, shared by all of them, a channel: what a submit needs.
    package func makeSubmitter(
        _ name: String = "ann",
        quota: Int64 = 1_000_000,
        byte: UInt8 = 1
    ) throws -> Submitter {
        let user = try makeUser(name, quota: quota)
        return Submitter(
            user: user,
            token: try makeToken(of: user, byte: byte),
            channel: try channels().first ?? makeChannel()
        )
    }

    /// Accepts a task of `submitter`, which must have the quota.
    package func makeTask(
        of submitter: Submitter,
        action: TaskAction = .imagine,
        prompt: String = "a cat",
        details: TaskDetails = TaskDetails()
    ) throws -> MidjourneyTask {
        let outcome = try accept([
            .make(of: submitter, action: action, prompt: prompt, details: details)
        ])
        guard case .accepted(let tasks) = outcome, let task = tasks.first else {
            throw NotAccepted(outcome: outcome)
        }
        return task
    }
}

/// Who submits, and where it goes.
package struct Submitter: Sendable {
    package let user: User
    package let token: Token
    package let channel: Channel

    package init(user: User, token: Token, channel: Channel) {
        self.user = user
        self.token = token
        self.channel = channel
    }
}

package struct NotAccepted: Error {
    package let outcome: AcceptOutcome
}

extension TokenHash {
    /// 32 times `byte`.
    package static func make(_ byte: UInt8 = 1) -> TokenHash {
        TokenHash(bytes: Array(repeating: byte, count: 32))
    }
}

extension NewTask {
    package static func make(
        of submitter: Submitter,
        action: TaskAction = .imagine,
        mode: SpeedMode? = nil,
        prompt: String = "a cat",
        details: TaskDetails = TaskDetails()
    ) -> NewTask {
        NewTask(
            userID: submitter.user.id,
            tokenID: submitter.token.id,
            channelID: submitter.channel.id,
            action: action,
            mode: mode,
            prompt: prompt,
            details: details
        )
    }
}

extension TaskCheckpoint {
    package static func make(
        of task: MidjourneyTask,
        status: TaskStatus = .inProgress,
        percent: Int = 50,
        promptEn: String = "",
        startTime: Milliseconds = 0
    ) -> TaskCheckpoint {
        TaskCheckpoint(
            mjID: task.mjID,
            userID: task.userID,
            status: status,
            progress: Progress(clamping: percent),
            promptEn: promptEn,
            startTime: startTime
        )
    }
}

extension TaskEnding {
    package static func make(
        of task: MidjourneyTask,
        status: TaskStatus = .success,
        failReason: String = "",
        picture: Picture = .none,
        buttons: String = "",
        properties: String = ""
    ) -> TaskEnding {
        TaskEnding(
            state: .make(of: task, status: status, percent: status == .success ? 100 : 50),
            failReason: failReason,
            finishTime: task.submitTime + 1000,
            picture: picture,
            buttons: buttons,
            properties: properties
        )
    }
}
