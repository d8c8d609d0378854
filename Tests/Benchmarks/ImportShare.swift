import Foundation
import Supervision
import TestSupport

/// The import of a million tasks from new-api: its time, beside what SQLite takes to copy their
/// table, without indexes and with them.
func importShare(_ directory: String) throws -> [BenchmarkResult] {
    let source = try makeSource(directory + "/one-api.db")
    var ratios: [Double] = []
    var times: [Double] = []
    var indexedRatios: [Double] = []
    for round in 0..<3 {
        let plain = try milliseconds { try copy(source, to: directory + "/copy-\(round).db", []) }
        let indexed = try milliseconds {
            try copy(source, to: directory + "/copy-\(round)i.db", NewAPIDatabase.taskIndexes)
        }
        let time = try milliseconds { try runImport(of: source, in: directory + "/import") }
        times.append(time)
        ratios.append(time / plain)
        indexedRatios.append(time / indexed)
        for name in ["copy-\(round).db", "copy-\(round)i.db", "import"] {
            try FileManager.default.removeItem(atPath: directory + "/" + name)
        }
    }
    try FileManager.default.removeItem(atPath: source)
    return [
        BenchmarkResult(
            name: "an import of 1,000,000 tasks, s",
            value: median(times) / 1_000,
            limit: 60,
            detail: "from the command line to its end"
        ),
        BenchmarkResult(
            name: "an import, in copies of its table with their indexes",
            value: median(indexedRatios),
            limit: 4,
            detail: "in copies without indexes it is \(BenchmarkResult.number(median(ratios)))"
        ),
    ]
}

/// Of 300 users, with prompts of 150 bytes and buttons of 0.8 KB.
private func makeSource(_ path: String) throws -> String {
    let source = try NewAPIDatabase(path, .new)
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <"
    try source.execute(
        """
        PRAGMA journal_mode = OFF;
        \(rows) 300) INSERT INTO users (id, username, quota) SELECT i, 'user ' || i, 1000000 FROM n;
        \(rows) 300) INSERT INTO tokens (id, user_id, `key`, unlimited_quota)
            SELECT i, i, printf('%048d', i), 1 FROM n;
        \(rows) 5) INSERT INTO channels (id, `key`, name, base_url, models)
            SELECT i, 'secret', 'channel ' || i, 'http://10.0.0.' || i, 'mj_imagine' FROM n;
        BEGIN;
        \(rows) 1000000) INSERT INTO midjourneys (id, code, user_id, action, mj_id, prompt,
                prompt_en, description, state, submit_time, start_time, finish_time, image_url,
                video_url, video_urls, status, progress, fail_reason, channel_id, quota, buttons,
                properties, token_id)
            SELECT i, 1, 1 + i * 7919 % 300, 'IMAGINE', printf('17%014d', i * 37),
                substr('a lighthouse in a storm, number ' || i || hex(zeroblob(75)), 1, 150), '',
                '/imagine', '', 1650000000000 + i * 1000, 1650000002000 + i * 1000,
                1650000062000 + i * 1000,
                'https://cdn.discordapp.com/attachments/1234567890/' || i || '/a.png', '', '',
                'SUCCESS', '100%', '', 1 + i % 5, 50000,
                '[' || substr(replace(hex(zeroblob(8)), '00', ',{"customId":'
                    || '"MJ::JOB::upsample::1::3f2b8a1e-4c5d-' || printf('%08d', i)
                    || '","emoji":"","label":"U1","type":2,"style":2}'), 2) || ']',
                '{"finalPrompt":"a lighthouse","finalZhPrompt":""}', 1 + i * 7919 % 300
            FROM n;
        COMMIT;
        """
    )
    return path
}

private func copy(_ source: String, to path: String, _ indexes: [String]) throws {
    let database = try PlainSQLite(path)
    try database.execute(
        """
        ATTACH '\(source)' AS o; BEGIN;
        CREATE TABLE midjourneys AS SELECT * FROM o.midjourneys;
        \(indexes.map { $0 + ";" }.joined()) COMMIT
        """
    )
}

private func runImport(of source: String, in directory: String) throws {
    for folder in ["/data", "/run"] {
        try FileManager.default.createDirectory(
            atPath: directory + folder,
            withIntermediateDirectories: true
        )
    }
    let process = try ChildProcess(
        .init(
            executable: BuiltProgram.path("mjtask"),
            arguments: ["import", "new-api", source],
            environment: [
                "MJTASK_DATABASE": directory + "/data/mjtask.db",
                "MJTASK_RUN_DIRECTORY": directory + "/run",
                "MJTASK_ARCHIVE_DIRECTORY": directory + "/data/archive",
                "MJTASK_REDIS_SOCKET": "",
            ],
            logFile: directory + "/import.log"
        )
    )
    guard process.waitForExit(timeout: .seconds(600)) == 0 else {
        throw Unexpected(
            answer: try String(contentsOfFile: directory + "/import.log", encoding: .utf8)
        )
    }
}
