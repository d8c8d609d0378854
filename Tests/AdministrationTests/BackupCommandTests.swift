import Domain
import Foundation
import Glibc
import HotState
import Storage
import Supervision
import TestSupport
import Testing

/// The built commands.
@Suite struct BackupCommandTests {
    @Test func aBackupIsMade_andRestored_withWhatToDoNext() throws {
        try withCommands { mjtask throws in
            _ = try mjtask("users", "add", "alice", "--quota", "500000")
            let backup = try mjtask("backup", "first.db")
            #expect(backup.status == 0, "\(backup.errors)")
            #expect(
                backup.output
                    == "Backed up 0 tasks of 1 users (1 MiB) to \(mjtask.directory)/first.db.\n"
            )
            _ = try mjtask("users", "add", "bob")

            let restored = try mjtask("restore", "first.db")

            #expect(restored.status == 0, "\(restored.errors)")
            let kept = try #require(
                restored.output.firstMatch(of: /is kept as (\S+\.replaced-\d+);/)?.1
            )
            #expect(access(String(kept), F_OK) == 0)
            #expect(restored.output.contains("Next: systemctl start mjtask.target"))
            #expect(
                try mjtask("users", "list", "--json").array().map { $0["name"] as? String } == [
                    "alice"
                ]
            )
            #expect(try mjtask("status").status == 0)
        }
    }

    @Test func json_namesTheFiles() throws {
        try withCommands { mjtask throws in
            _ = try mjtask("users", "add", "alice")
            let backup = try mjtask("backup", "first.db", "--json").object()
            #expect(backup["file"] as? String == mjtask.directory + "/first.db")
            #expect((backup["database"] as? [String: Any])?["users"] as? Int == 1)
            let restored = try mjtask("restore", "first.db", "--json").object()
            #expect(
                Set(restored.keys) == ["file", "database", "restored", "migrated_from", "replaced"]
            )
            #expect(restored["migrated_from"] is NSNull)
        }
    }

    private static let mistakes: [(line: String, status: Int32)] = [
        ("backup there.db", 65),
        ("backup data/mjtask.db --force", 65),
        ("backup nowhere/x.db", 65),
        ("backup", 64),
        ("restore absent.db", 69),
        ("restore there.db", 65),
        ("restore data/mjtask.db", 65),
        ("restore", 64),
    ]

    @Test(arguments: mistakes) func aMistake_hasItsExitStatus(line: String, status: Int32) throws {
        try withCommands { mjtask throws in
            _ = try mjtask("users", "add", "alice")
            try "text".write(
                toFile: mjtask.directory + "/there.db",
                atomically: false,
                encoding: .utf8
            )
            let result = try mjtask(line.split(separator: " ").map(String.init))
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output == "")
            #expect(try mjtask("users", "list", "--json").array().count == 1)
        }
    }

    @Test func withoutADatabase_thereIsNoBackup() throws {
        try withCommands { mjtask throws in
            let result = try mjtask("backup", "first.db")
            #expect(result.status == 69)
            #expect(result.errors.contains("it does not exist"))
        }
    }

    @Test func restore_isRefused_whileAProgramHasTheDatabase() throws {
        try withCommands { mjtask throws in
            _ = try mjtask("users", "add", "alice")
            _ = try mjtask("backup", "first.db")
            try mjtask.withStore { store throws in
                let identity = try Store.prepare(store.configuration, logger: .silent)
                // What every program maps.
                let versions = try Versions(
                    directory: mjtask.directory + "/run",
                    databaseID: identity
                )
                let refused = try mjtask("restore", "first.db")
                #expect(refused.status == 69)
                #expect(refused.errors.contains("programs of mjtask use the database"))
                #expect(
                    refused.errors.contains("hint: stop them first: systemctl stop mjtask.target")
                )
                withExtendedLifetime(versions) {}
            }
            #expect(try mjtask("restore", "first.db").status == 0)
        }
    }

    @Test func restore_isRefused_whileAPollerWorks() throws {
        try withCommands { mjtask throws in
            _ = try mjtask("users", "add", "alice")
            _ = try mjtask("backup", "first.db")
            let path = mjtask.directory + "/run/poller.lock"
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            let refused = try mjtask("restore", "first.db")
            close(descriptor)
            #expect(refused.status == 69)
            #expect(refused.errors.contains("the poller is running"))
            #expect(try mjtask("restore", "first.db").status == 0)
        }
    }

    @Test func onATerminal_thereIsABar_whichLeavesNothing() throws {
        try withCommands { mjtask throws in
            let directory = mjtask.directory
            _ = try mjtask("users", "add", "alice")
            let terminal = try PseudoTerminal(columns: 40)
            let process = try mjtask.start(
                ["backup", directory + "/first.db"],
                output: terminal.path
            )
            #expect(process.waitForExit(timeout: .seconds(20)) == 0)
            let text = terminal.text()
            #expect(text.contains("Backing up  "))
            #expect(text.contains("50%"))
            #expect(text.contains("\u{1b}[1A\u{1b}[J"))
            #expect(text.contains("Backed up 0 tasks"))
            #expect(text.hasSuffix("\u{1b}[?25h"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
    func root_keepsTheBackup_andTheRestoredDatabaseIsTheServices() throws {
        try withCommands { mjtask throws in
            chmod(mjtask.directory, 0o755)
            for folder in ["data", "run"] {
                #expect(chown(mjtask.directory + "/" + folder, 65_534, 65_534) == 0)
            }
            _ = try mjtask("users", "add", "alice")
            _ = try mjtask("backup", "first.db")
            let restored = try mjtask("restore", "first.db")
            #expect(restored.status == 0, "\(restored.errors)")
            var status = stat()
            #expect(stat(mjtask.directory + "/first.db", &status) == 0)
            #expect(status.st_uid == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            for folder in ["data", "run"] {
                let path = mjtask.directory + "/" + folder
                for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                    #expect(stat(path + "/" + name, &status) == 0)
                    #expect(status.st_uid == 65_534, "\(name)")
                    #expect(status.st_mode & 0o007 == 0, "\(name)")
                }
            }
        }
    }
}
