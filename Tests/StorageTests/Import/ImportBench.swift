import Domain
import GRDB
import TestSupport

@testable import Storage

extension ImportRequest {
    /// Hashes are made up: 32 bytes out of the text.
    static func make(
        _ path: String,
        source: String? = nil,
        isDryRun: Bool = false,
        taskDeadline: Duration = .seconds(3_600)
    ) -> ImportRequest {
        ImportRequest(
            path: path,
            source: source,
            isDryRun: isDryRun,
            taskDeadline: taskDeadline,
            hash: hash
        )
    }

    static let hash: @Sendable (String) -> TokenHash = { text in
        var bytes = [UInt8](repeating: 0, count: 32)
        for (index, byte) in text.utf8.enumerated() {
            bytes[index % 32] = bytes[index % 32] &* 31 &+ byte
        }
        return TokenHash(bytes: bytes)
    }
}

/// An empty database of new-api in a folder, and a place for one of ours beside it.
struct ImportBench {
    let directory: String
    let source: NewAPIDatabase
    var now: Milliseconds = 1_700_000_000_000

    var configuration: Store.Configuration {
        let now = now
        return Store.Configuration(path: directory + "/mjtask.db", clock: { now })
    }

    @discardableResult
    func run(
        source name: String? = nil,
        isDryRun: Bool = false,
        versions: any VersionWriter = NoVersions(),
        faults: (@Sendable (FaultPoint) throws -> Void)? = nil
    ) throws -> ImportReport {
        var configuration = configuration
        configuration.faults = faults
        _ = try Store.prepare(configuration, logger: .silent)
        return try Store.importNewAPI(
            .make(source.path, source: name, isDryRun: isDryRun),
            into: configuration,
            versions: versions
        )
    }

    func withStore<Result>(_ body: (Store) throws -> Result) throws -> Result {
        let now = now
        let store = try openStore(in: directory) { $0.clock = { now } }
        defer { store.close() }
        return try body(store)
    }

    /// A user with an id, a quota of a million and a token whose key is `key<id>`.
    func addUser(_ id: Int, quota: Int = 1_000_000) throws {
        try source.insert(
            "users",
            ["id": "\(id)", "username": "'user \(id)'", "quota": "\(quota)"]
        )
        try source.insert(
            "tokens",
            [
                "id": "\(id)", "user_id": "\(id)", "key": "'key\(id)'", "name": "'token'",
                "unlimited_quota": "1",
            ]
        )
    }

    func addChannel(_ id: Int, models: String = "mj_imagine,mj_upscale") throws {
        try source.insert(
            "channels",
            [
                "id": "\(id)", "key": "'secret\(id)'", "name": "'channel \(id)'",
                "base_url": "'http://channel\(id):8080'", "models": "'\(models)'",
            ]
        )
    }

    /// A finished task, but for what `more` says.
    func addTask(_ id: Int, _ more: KeyValuePairs<String, String> = [:]) throws {
        var values = [
            "id": "\(id)", "code": "1", "user_id": "1", "action": "'IMAGINE'",
            "mj_id": "'\(1_600_000_000_000_000 + id)'", "prompt": "'prompt \(id)'",
            "submit_time": "\(1_600_000_000_000 + id * 1_000)", "status": "'SUCCESS'",
            "progress": "'100%'", "channel_id": "1", "quota": "50000",
        ]
        for (key, value) in more { values[key] = value }
        try source.execute(
            "INSERT INTO midjourneys (\(values.map { "`\($0.key)`" }.joined(separator: ", "))) "
                + "VALUES (\(values.map(\.value).joined(separator: ", ")))"
        )
    }
}

func withImportBench(
    _ generation: NewAPIDatabase.Generation = .new,
    _ body: (ImportBench) throws -> Void
) throws {
    try withTemporaryDirectory { directory in
        try body(
            ImportBench(
                directory: directory,
                source: try NewAPIDatabase(directory + "/one-api.db", generation)
            )
        )
    }
}

extension ImportReport {
    /// The reasons given for a row.
    func reasons(_ kind: Kind, _ oldID: Int64?, _ outcome: Remark.Outcome) -> [String] {
        remarks.filter { $0.kind == kind && $0.oldID == oldID && $0.outcome == outcome }
            .map(\.reason)
    }
}

extension Store {
    /// All tasks that a list shows, newest first.
    func everything(_ scope: ListQuery.Scope) throws -> [MidjourneyTask] {
        var tasks: [MidjourneyTask] = []
        while true {
            let page = try page(
                ListQuery(scope: scope, page: tasks.count / 100 + 1, pageSize: 100)
            )
            tasks += page.tasks
            if tasks.count >= page.total || page.tasks.isEmpty { return tasks }
        }
    }

    /// What SQLite itself finds wrong: constraints, indexes and references.
    func damages() throws -> [String] {
        try DatabaseQueue(path: configuration.path).read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
                .filter { $0 != "ok" }
                + String.fetchAll(database, sql: "SELECT \"table\" FROM pragma_foreign_key_check")
        }
    }
}
