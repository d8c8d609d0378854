import Domain
import Foundation
import Glibc
import Testing

/// The built program, from its arguments to its output and exit status.
@Suite struct CommandTests {
    @Test func users_areAddedAndListed() throws {
        try withCommands { mjtask in
            let added = try mjtask("users", "add", "alice", "--quota", "1500000", "--role", "admin")
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.output == "Added user alice (id 1) with a quota of 1,500,000 ($3.00).\n")
            let bob = try mjtask("users", "add", "画家", "--json").object()
            #expect(bob["name"] as? String == "画家")
            #expect(bob["quota"] as? Int == 0)

            let users = try mjtask("users", "list", "--json").array()
            #expect(users.map { $0["name"] as? String } == ["alice", "画家"])
            #expect(users.map { $0["role"] as? String } == ["admin", "common"])
            #expect(
                Set(users[0].keys) == [
                    "id", "name", "role", "group", "enabled", "quota", "spent", "limits",
                    "created_at",
                ]
            )
        }
    }

    @Test func usersList_isATableForPeople() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "alice", "--quota", "1500000")
            _ = try mjtask("users", "add", "画家一号", "--role", "root")
            let table = try mjtask("users", "list").output
                .replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/, with: "TIME")
            #expect(
                table == """
                    ID  NAME      ROLE    GROUP    STATUS               QUOTA      SPENT  CREATED
                     1  alice     common  default  enabled  1,500,000 ($3.00)  0 ($0.00)  TIME
                     2  画家一号  root    default  enabled          0 ($0.00)  0 ($0.00)  TIME

                    """
            )
        }
    }

    @Test func aTakenName_exitsWith65_andSaysWhatToDo() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "alice")
            let again = try mjtask("users", "add", "alice")
            #expect(again.status == 65)
            #expect(again.output == "")
            #expect(
                again.errors == """
                    mjtask: add user “alice”: name is taken
                    hint: “mjtask users list” shows the names that are taken

                    """
            )
            let error = try mjtask("users", "add", "alice", "--json")
            let object = try JSONSerialization.jsonObject(with: Data(error.errors.utf8))
            #expect((object as? [String: Any])?["status"] as? Int == 65)
            #expect(error.output == "")
        }
    }

    @Test func tokens_areIssuedOnce_listedWithoutTheSecret_andRevoked() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "alice")
            let key = try mjtask("tokens", "issue", "alice")
            #expect(key.status == 0, "\(key.errors)")
            #expect(key.output.wholeMatch(of: /sk-[0-9A-Za-z]{48}\n/) != nil)
            #expect(key.errors == "This is shown only now; keep it.\n")
            let access = try mjtask(
                "tokens",
                "issue",
                "alice",
                "--kind",
                "access-token",
                "--name",
                "panel",
                "--expires",
                "30d",
                "--json"
            ).object()
            let secret = try #require(access["token"] as? String)
            #expect(secret.wholeMatch(of: /[0-9A-Za-z]{32}/) != nil)
            #expect(access["user_id"] as? Int == 1)
            #expect(access["kind"] as? String == "access_token")
            #expect((access["expires_at"] as? Int64 ?? 0) > 1_700_000_000_000)

            let list = try mjtask("tokens", "list", "alice", "--json")
            #expect(!list.output.contains(secret))
            #expect(try list.array().map { $0["name"] as? String } == ["api-key", "panel"])
            #expect(try list.array()[0]["expires_at"] is NSNull)

            let id = try #require(access["id"] as? Int)
            #expect(try mjtask("tokens", "revoke", "\(id)").output == "Revoked token \(id).\n")
            #expect(
                try mjtask("tokens", "list", "--json").array().map { $0["enabled"] as? Bool }
                    == [true, false]
            )
        }
    }

    private static let mistakes: [(line: String, status: Int32)] = [
        ("tokens issue nobody", 65),
        ("tokens list nobody", 65),
        ("tokens revoke 77", 65),
        ("channels disable 77", 65),
        ("channels show nobody", 65),
        ("channels drain nobody", 65),
        ("channels test nobody", 65),
        ("channels edit nobody --priority 1", 65),
        ("channels add a http://host --modes quick", 65),
        ("channels add a http://host --actions mj_draw", 65),
        ("channels add a http://host --groups gold", 65),
        ("channels add a http://host --weight 0", 65),
        ("channels drain a --timeout 5", 64),
        ("channels edit a --no-secret --secret-stdin", 64),
        ("channels add a http://u:p@host", 65),
        ("channels add a http://host --secret-file /nowhere", 65),
        ("channels add a http://host --secret-stdin", 65),
        ("users add a --group gold", 65),
        ("users add a --quota=-5", 65),
        ("callbacks retry 77", 65),
        ("callbacks list --limit 0", 65),
        ("callbacks retry", 64),
        ("callbacks retry 1 --all", 64),
        ("users add", 64),
        ("users add a --role king", 64),
        ("nonsense", 64),
        ("tokens revoke x", 65),
        ("tokens issue a --expires 30", 64),
        ("channels add a http://host --secret-stdin --secret-file x", 64),
        ("status --settings /nowhere.env", 78),
    ]

    @Test(arguments: mistakes)
    func aMistake_hasItsExitStatus(line: String, status: Int32) throws {
        try withCommands { mjtask in
            let result = try mjtask(line.split(separator: " ").map(String.init))
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output == "")
            #expect(!result.errors.isEmpty)
        }
    }

    @Test func badSettings_exitWith78_andAllProblems() throws {
        try withCommands { mjtask in
            let result = try mjtask(
                "users",
                "list",
                environment: ["MJTASK_LIST_THREADS": "many", "MJTASK_LOG_LEVEL": "loud"]
            )
            #expect(result.status == 78)
            #expect(result.errors.contains("MJTASK_LIST_THREADS=\"many\""))
            #expect(result.errors.contains("MJTASK_LOG_LEVEL=\"loud\""))
        }
    }

    @Test func withoutADatabaseFolder_theStatusIs69() throws {
        try withCommands { mjtask in
            let result = try mjtask(
                "users",
                "list",
                environment: ["MJTASK_DATABASE": "/nowhere/mjtask.db"]
            )
            #expect(result.status == 69)
            #expect(result.errors.contains("/nowhere: no such folder"))
        }
    }

    @Test func settings_showWhereValuesComeFrom() throws {
        try withCommands { mjtask in
            let result = try mjtask(
                "settings",
                "--json",
                environment: ["MJTASK_LOG_LEVEL": "debug"]
            )
            let rows = try result.array()
            let byKey = Dictionary(
                uniqueKeysWithValues: rows.map { ($0["key"] as? String ?? "", $0) }
            )
            #expect(byKey["MJTASK_LOG_LEVEL"]?["value"] as? String == "debug")
            #expect(byKey["MJTASK_LOG_LEVEL"]?["origin"] as? String == "environment")
            #expect(byKey["MJTASK_LIST_THREADS"]?["origin"] as? String == "default")
            #expect(
                byKey["MJTASK_DATABASE"]?["origin"] as? String == "\(mjtask.settings), line 1"
            )
        }
    }

    @Test func status_isTextOrJSON() throws {
        try withCommands { mjtask in
            let text = try mjtask("status")
            #expect(text.status == 0, "\(text.errors)")
            #expect(text.output.contains("\nRedis      unused\n"))
            #expect(text.output.contains("problem: no poller works"))
            let object = try mjtask("status", "--json").object()
            #expect(
                Set(object.keys) == [
                    "database", "store", "redis", "poller", "writer_announced", "foreign_files",
                    "channels_disabled_automatically", "problems",
                ]
            )
            #expect((object["store"] as? [String: Any])?["unfinished_tasks"] as? Int == 0)
            let poller = object["poller"] as? [String: Any]
            #expect(poller?["state"] as? String == "absent")
            #expect(poller?["age_seconds"] is NSNull)
        }
    }

    @Test func help_namesEveryCommandOnce() throws {
        try withCommands { mjtask in
            let help = try mjtask("--help").output
            for command in [
                "users", "tokens", "groups", "prices", "ledger", "channels", "tasks", "callbacks",
                "status", "settings", "config", "import", "backup", "restore", "demo",
            ] {
                let lines = help.split(separator: "\n").filter { $0.hasPrefix("  \(command) ") }
                #expect(lines.count == 1, "\(command)")
            }
        }
    }

    @Test func version_isPrinted() throws {
        try withCommands { mjtask in
            let version = try mjtask("--version").output
            #expect(version.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func root_leavesNoFilesOfRootsBehind() throws {
        try withCommands { mjtask in
            chmod(mjtask.directory, 0o755)
            for folder in ["data", "run"] {
                #expect(chown(mjtask.directory + "/" + folder, 65_534, 65_534) == 0)
            }
            let result = try mjtask("users", "add", "alice")
            #expect(result.status == 0, "\(result.errors)")
            for folder in ["data", "run"] {
                let path = mjtask.directory + "/" + folder
                let names = try FileManager.default.contentsOfDirectory(atPath: path)
                #expect(!names.isEmpty)
                for name in names {
                    var status = stat()
                    #expect(stat(path + "/" + name, &status) == 0)
                    #expect(status.st_uid == 65_534, "\(name)")
                    #expect(status.st_mode & 0o007 == 0, "\(name)")
                }
            }
        }
    }
}
