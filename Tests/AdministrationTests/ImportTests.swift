import Foundation
import Glibc
import Supervision
import TestSupport
import Testing

/// `mjtask import new-api`, as it is typed.
struct ImportTests {
    private func source(_ directory: String, tasks: Int = 3) throws -> NewAPIDatabase {
        let source = try NewAPIDatabase(directory + "/one-api.db", .new)
        try source.execute(
            """
            INSERT INTO users (id, username, quota, access_token)
                VALUES (1, 'ann', 1000, '0123456789abcdef0123456789abcdef');
            INSERT INTO tokens (id, user_id, `key`, name, unlimited_quota)
                VALUES (1, 1, 'abc', 'phone', 1);
            INSERT INTO channels (id, `key`, name, base_url, models)
                VALUES (1, 's3cret', 'one', 'http://10.0.0.7:8080', 'mj_imagine');
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(tasks))
            INSERT INTO midjourneys (id, code, user_id, action, mj_id, prompt, submit_time, status,
                progress, channel_id)
                SELECT i, 1, 1, 'IMAGINE', 'mj-' || i, 'a cat', 1600000000000 + i, 'SUCCESS',
                    '100%', 1 FROM n;
            """
        )
        return source
    }

    @Test func itTellsWhatItDid_andWritesEveryRemark() throws {
        try withCommands { mjtask in
            let source = try source(mjtask.directory)
            try source.execute("UPDATE midjourneys SET mj_id = '' WHERE id > 1")

            let dry = try mjtask("import", "new-api", source.path, "--dry-run")
            #expect(dry.status == 0, "\(dry.errors)")
            #expect(dry.output.hasPrefix("Dry run: nothing was changed.\n"))
            #expect(try mjtask("users", "list", "--json").array().isEmpty)

            let done = try mjtask(
                "import",
                "new-api",
                source.path,
                "--json",
                "--report",
                "report.csv"
            )
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.errors == "")
            let object = try done.object()
            let counts = try #require(object["counts"] as? [[String: Any]])
            let tasks = try #require(counts.first { $0["kind"] as? String == "task" })
            #expect(tasks["added"] as? Int == 3)
            #expect(tasks["changed"] as? Int == 2)
            let csv = try String(
                contentsOfFile: mjtask.directory + "/report.csv",
                encoding: .utf8
            )
            #expect(
                csv.replacing("\r\n", with: "\n") == """
                    kind,old_id,name,outcome,reason,detail
                    task,2,,changed,"had no mj_id, and has a new one",
                    task,3,,changed,"had no mj_id, and has a new one",

                    """
            )
            #expect(try mjtask("users", "list", "--json").array()[0]["quota"] as? Int == 1_000)

            // As root it could be any file.
            let over = try mjtask("import", "new-api", source.path, "--report", "report.csv")
            #expect(over.status == 65)
            #expect(over.errors.contains("hint: name a new file"))
            #expect(
                try String(contentsOfFile: mjtask.directory + "/report.csv", encoding: .utf8)
                    == csv
            )

            let again = try mjtask("import", "new-api", source.path)
            #expect(
                again.output == """
                    Source “new-api”
                              ADDED  ALREADY THERE  SKIPPED  CHANGED
                    groups        0              0        0        0
                    prices        0              0        0        0
                    users         0              1        0        0
                    tokens        0              2        0        0
                    channels      0              1        0        0
                    tasks         0              3        0        0

                    """
            )
        }
    }

    @Test func secretsAreNowhere() throws {
        try withCommands { mjtask in
            let source = try source(mjtask.directory)
            let result = try mjtask("import", "new-api", source.path, "--report", "r.json")
            let report = try String(contentsOfFile: mjtask.directory + "/r.json", encoding: .utf8)
            let text = result.output + result.errors + report
            #expect(result.status == 0)
            for secret in ["abc", "s3cret", "0123456789abcdef"] { #expect(!text.contains(secret)) }
        }
    }

    @Test func mistakes_sayWhatToDo() throws {
        try withCommands { mjtask in
            let missing = try mjtask("import", "new-api", "nothing.db")
            #expect(missing.status == 65)
            #expect(missing.errors.contains("hint: name the SQLite database of new-api"))
            try "no database, but long enough that it could be one".write(
                toFile: mjtask.directory + "/text.db",
                atomically: false,
                encoding: .utf8
            )
            let failed = try mjtask("import", "new-api", "text.db", "--report", "r.csv")
            #expect(failed.status == 65)
            #expect(!FileManager.default.fileExists(atPath: mjtask.directory + "/r.csv"))
            let source = try source(mjtask.directory)
            #expect(
                try mjtask("import", "new-api", source.path, "--report", "/nowhere/r").status == 65
            )
        }
    }

    /// The process dies at some point of a large import, as by a loss of power.
    @Test(arguments: [50, 200, 400, 700])
    func aKill_leavesNothingHalfDone(milliseconds: Int) throws {
        try withCommands { mjtask in
            let source = try source(mjtask.directory, tasks: 60_000)
            let process = try ChildProcess(
                .init(
                    executable: BuiltProgram.path("mjtask"),
                    arguments: ["import", "new-api", source.path],
                    environment: ["MJTASK_SETTINGS": mjtask.settings]
                )
            )
            _ = process.waitForExit(timeout: .milliseconds(milliseconds))
            process.stop(grace: .zero)

            let status = try mjtask("status", "--json").object()
            let store = try #require(status["store"] as? [String: Any])
            #expect([0, 60_000].contains(try #require(store["tasks"] as? Int)))

            let again = try mjtask("import", "new-api", source.path, "--json").object()
            #expect(again["source"] as? String == "new-api")
            let after = try mjtask("status", "--json").object()
            #expect((after["store"] as? [String: Any])?["tasks"] as? Int == 60_000)
            #expect(try mjtask("users", "list", "--json").array()[0]["quota"] as? Int == 1_000)
        }
    }
}
