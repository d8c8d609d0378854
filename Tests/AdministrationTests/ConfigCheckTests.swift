import Foundation
import Glibc
import TestSupport
import Testing

/// The built command, on installations with something wrong.
@Suite struct ConfigCheckTests {
    @Test func allSettingsThatAreWrong_areNamed_withTheNearestKey_and78() throws {
        try withCommands { mjtask throws in
            try mjtask.setting("MJTASK_LIST_THREADS", "many")
            try mjtask.setting("MJTASK_REDIS_SOKET", "/x")
            let result = try mjtask("config", "check", "--json")
            #expect(result.status == 78)
            let findings = try findings(result)
            #expect(findings.count == 2)
            #expect(findings.allSatisfy { $0.part == "settings" && $0.level == "error" })
            #expect(findings.contains { $0.message.contains("MJTASK_LIST_THREADS=\"many\"") })
            #expect(findings.contains { $0.message.contains("did you mean MJTASK_REDIS_SOCKET?") })
            let text = try mjtask("config", "check")
            #expect(text.status == 78)
            #expect(
                text.output.split(separator: "\n").allSatisfy {
                    $0.hasPrefix("error    settings  ")
                }
            )
        }
    }

    @Test func withWarningsAlone_theStatusIs0_andNothingIsMade() throws {
        try withCommands { mjtask throws in
            mkdir(mjtask.directory + "/data/archive", 0o750)
            let result = try mjtask("config", "check", "--nginx", "/nowhere", "--json")
            #expect(result.status == 0, "\(result.output)")
            let findings = try findings(result)
            #expect(level(of: "settings", in: findings) == "ok")
            #expect(level(of: "database", in: findings) == "warning")
            #expect(level(of: "list socket", in: findings) == "warning")
            #expect(level(of: "public URL", in: findings) == "warning")
            #expect(level(of: "nginx", in: findings) == "ok")
            #expect(access(mjtask.database, F_OK) != 0)
        }
    }

    @Test func aDatabase_isLookedInto() throws {
        try withCommands { mjtask throws in
            mkdir(mjtask.directory + "/data/archive", 0o750)
            try mjtask.setting("MJTASK_REDIS_SOCKET", mjtask.directory + "/nothing.sock")
            try mjtask.setting("MJTASK_PUBLIC_URL", "http://draw.example")
            _ = try mjtask("users", "add", "ann")
            var findings = try findings(try mjtask("config", "check", "--json"))
            #expect(level(of: "database", in: findings) == "ok")
            #expect(level(of: "Redis", in: findings) == "warning")
            #expect(level(of: "poller", in: findings) == "warning")
            #expect(level(of: "channels", in: findings) == "warning")
            #expect(level(of: "clock", in: findings) == "ok")
            #expect(level(of: "public URL", in: findings) == "ok")

            _ = try mjtask("channels", "add", "self", "http://draw.example/")
            _ = try mjtask("channels", "add", "good", "http://10.0.0.7:8080")
            let result = try mjtask("config", "check", "--json")
            #expect(result.status == 69)
            findings = try self.findings(result)
            #expect(level(of: "channel self", in: findings) == "error")
            #expect(level(of: "channel good", in: findings) == "ok")
        }
    }

    @Test func aDatabaseOfANewerVersion_orThatIsNone_isAnError() throws {
        try withCommands { mjtask throws in
            mkdir(mjtask.directory + "/data/archive", 0o750)
            try "no database at all, but long enough to look like one".write(
                toFile: mjtask.database,
                atomically: false,
                encoding: .utf8
            )
            let result = try mjtask("config", "check", "--json")
            #expect(result.status == 69)
            #expect(level(of: "database", in: try findings(result)) == "error")
        }
    }

    @Test func aFolderThatIsMissing_isAnError_withHowToMakeIt() throws {
        try withCommands { mjtask throws in
            let text = try mjtask("config", "check")
            #expect(text.status == 69)
            #expect(text.output.contains("error    archive"))
            #expect(text.output.contains("\n         hint: make it with “install -d"))
        }
    }

    @Test func nginx_mustHaveBothIncludes_andOurSockets() throws {
        try withCommands { mjtask throws in
            mkdir(mjtask.directory + "/data/archive", 0o750)
            let nginx = mjtask.directory + "/nginx"
            for folder in ["", "/mjtask", "/sites-enabled"] { mkdir(nginx + folder, 0o755) }
            func write(_ text: String, _ file: String) throws {
                try text.write(toFile: nginx + "/" + file, atomically: false, encoding: .utf8)
            }
            func nginxFindings() throws -> [Found] {
                try findings(try mjtask("config", "check", "--nginx", nginx, "--json"))
                    .filter { $0.part == "nginx" }
            }
            try write("http {\n  # include mjtask/mjtask.conf;\n}", "nginx.conf")
            #expect(try nginxFindings().map(\.level) == ["warning", "warning"])

            try write("http {\n  include   mjtask/mjtask.conf;\n}", "nginx.conf")
            try write(
                "server { include /etc/nginx/mjtask/mjtask-locations.conf; }",
                "sites-enabled/a"
            )
            #expect(try nginxFindings().map(\.level) == ["error"])

            try write(
                "upstream a { server unix:/run/mjtask/list.sock max_fails=0; }",
                "mjtask/mjtask.conf"
            )
            #expect(
                try nginxFindings().map(\.message) == [
                    "\(nginx)/mjtask: no server is unix:/run/mjtask/relay.sock"
                ]
            )

            for name in ["mjtask.conf", "mjtask-locations.conf"] {
                try write(
                    try String(contentsOfFile: shipped(name), encoding: .utf8),
                    "mjtask/" + name
                )
            }
            #expect(try nginxFindings().map(\.level) == ["ok"])
        }
    }

    private struct Found {
        let part: String
        let level: String
        let message: String
    }

    private func findings(_ result: CommandRun.Result) throws -> [Found] {
        let rows = try result.object()["findings"] as? [[String: Any]] ?? []
        return rows.map { row in
            #expect(Set(row.keys) == ["part", "level", "message", "hint"])
            return Found(
                part: row["part"] as? String ?? "",
                level: row["level"] as? String ?? "",
                message: row["message"] as? String ?? ""
            )
        }
    }

    private func level(of part: String, in findings: [Found]) -> String? {
        findings.first { $0.part == part }?.level
    }

    private func shipped(_ name: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../nginx/" + name).standardizedFileURL.path
    }
}
