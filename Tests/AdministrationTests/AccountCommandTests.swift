import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// Users and tokens by the built program.
@Suite struct AccountCommandTests {
    @Test func quota_isGrantedAndCorrected_inUnitsAndDollars() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "alice", "--usd", "3")
            let granted = try mjtask("users", "grant", "alice", "750,000", "--note", "by card")
            #expect(
                granted.output
                    == "Granted 750,000 ($1.50) to alice, who has 2,250,000 ($4.50) now.\n"
            )
            let steps: [[String]] = [
                ["adjust", "alice", "-500", "--note", "typo"],
                ["adjust", "1", "--usd", "-0.50", "--note", "typo"],
                ["adjust", "--note", "typo", "alice", "--", "-1"],
                ["grant", "alice", "--usd", "$0.000002"],
            ]
            for step in steps {
                let result = try mjtask(
                    ["users"] + step + ["--json"].filter { _ in !step.contains("--") }
                )
                #expect(result.status == 0, "\(step): \(result.errors)")
            }
            let user = try mjtask("users", "show", "alice", "--json").object()
            #expect(user["quota"] as? Int == 2_250_000 - 500 - 250_000 - 1 + 1)

            let entries =
                try mjtask("ledger", "show", "alice", "--json").object()["entries"]
                as? [[String: Any]] ?? []
            #expect(
                entries.map { $0["amount"] as? Int } == [1, -1, -250_000, -500, 750_000, 1_500_000]
            )
            #expect(entries.last?["balance"] as? Int == 1_500_000)
            #expect(
                entries.map { $0["note"] as? String } == [
                    "", "typo", "typo", "typo", "by card", "",
                ]
            )
        }
    }

    @Test func aUser_isShownWithTasksLimitsAndTokens() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "alice", "--quota", "5", "--concurrent-tasks", "3")
            #expect(try mjtask("users", "show", "alice").output.hasSuffix("No tokens.\n"))
            _ = try mjtask("tokens", "issue", "alice", "--name", "laptop")
            let user = try mjtask("users", "show", "id:1", "--json").object()
            #expect(
                Set(user.keys) == [
                    "id", "name", "role", "group", "enabled", "quota", "spent", "limits", "tasks",
                    "tokens", "created_at",
                ]
            )
            #expect(user["tasks"] as? [String: Int] == ["all": 0, "unfinished": 0])
            let limits = try #require(user["limits"] as? [String: Any])
            #expect(limits["submits_per_minute"] is NSNull)
            #expect(limits["concurrent_tasks"] as? Int == 3)
            let text = try mjtask("users", "show", "alice").output
            #expect(text.contains("Concurrent tasks    3\n"))
            #expect(text.contains("laptop"))
        }
    }

    @Test func users_areChanged_andFiltered() throws {
        try withCommands { mjtask in
            for name in ["ann", "bob", "eve"] { _ = try mjtask("users", "add", name) }
            _ = try mjtask("groups", "add", "gold", "1.5")
            #expect(try mjtask("users", "disable", "eve").output == "eve is disabled.\n")
            #expect(try mjtask("users", "role", "bob", "admin").output == "bob is admin now.\n")
            #expect(
                try mjtask("users", "group", "bob", "gold").output
                    == "bob is in the group gold now.\n"
            )
            #expect(
                try mjtask("users", "limits", "bob", "--submits-per-minute", "unlimited").output
                    == "bob: submits per minute unlimited, concurrent tasks default.\n"
            )
            func names(_ filter: String...) throws -> [String?] {
                try mjtask(["users", "list", "--json"] + filter).array().map {
                    $0["name"] as? String
                }
            }
            #expect(try names("--disabled") == ["eve"])
            #expect(try names("--role", "admin") == ["bob"])
            #expect(try names("--group", "gold") == ["bob"])
            #expect(try names("--group", "gold", "--disabled") == [])
            #expect(
                try mjtask("users", "enable", "eve", "--json").object()["enabled"] as? Bool == true
            )
            #expect(try names("--disabled") == [])
            let limits =
                try mjtask("users", "limits", "bob", "--submits-per-minute", "default", "--json")
                .object()["limits"] as? [String: Any]
            #expect(limits?["submits_per_minute"] is NSNull)
        }
    }

    /// More than are read at a time.
    @Test func aLongList_isWhole_asTableAndAsJSON() throws {
        try withCommands { mjtask in
            let store = try openStore(in: mjtask.directory + "/data")
            DispatchQueue.concurrentPerform(iterations: 8) { part in
                for number in 0..<260 {
                    _ = try? store.makeUser("user \(part) \(number)", quota: 0)
                }
            }
            store.close()
            let json = try mjtask("users", "list", "--json").array()
            #expect(json.compactMap { $0["id"] as? Int } == Array(1...2_080))
            let lines = try mjtask("users", "list").output.split(separator: "\n")
            #expect(lines.count == 2_081)
            #expect(lines.filter { $0.contains("STATUS") }.count == 1)
            #expect(lines.last?.hasPrefix("2080") == true)
        }
    }

    @Test func aTokensRules_areSetWhenItIsIssued_andAfterwards() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "alice")
            _ = try mjtask("groups", "add", "gold", "0.5")
            let issued = try mjtask(
                "tokens",
                "issue",
                "alice",
                "--json",
                "--quota",
                "500,000",
                "--actions",
                "IMAGINE,mj_upscale",
                "--actions",
                "imagine",
                "--networks",
                "10.0.0.0/8",
                "--cidrs",
                "::1",
                "--group",
                "gold",
                "--submits-per-minute",
                "5",
                "--concurrent-tasks",
                "2"
            ).object()
            #expect(
                Set(issued.keys) == [
                    "id", "user_id", "user", "kind", "name", "enabled", "expires_at", "remaining",
                    "spent", "allowed_actions", "allowed_networks", "group", "limits", "created_at",
                    "token",
                ]
            )
            #expect(issued["remaining"] as? Int == 500_000)
            #expect(issued["allowed_actions"] as? [String] == ["IMAGINE", "UPSCALE"])
            #expect(issued["allowed_networks"] as? [String] == ["10.0.0.0/8", "::1"])
            #expect(issued["group"] as? String == "gold")
            #expect(issued["expires_at"] is NSNull)

            // What is not named stays.
            let edited = try mjtask(
                "tokens",
                "limits",
                "1",
                "--usd",
                "2",
                "--expires",
                "30d",
                "--json"
            ).object()
            #expect(edited["remaining"] as? Int == 1_000_000)
            #expect(edited["group"] as? String == "gold")
            #expect(edited["expires_at"] is Int)
            let secret = try #require(issued["token"] as? String)
            #expect(edited["token"] == nil)

            let freed = try mjtask(
                "tokens",
                "limits",
                "api-key",
                "--quota",
                "unlimited",
                "--actions",
                "any",
                "--networks",
                "any",
                "--no-group",
                "--expires",
                "never",
                "--submits-per-minute",
                "default",
                "--concurrent-tasks",
                "unlimited",
                "--json"
            ).object()
            #expect(freed["remaining"] is NSNull)
            #expect(freed["allowed_actions"] as? [String] == [])
            #expect(freed["allowed_networks"] as? [String] == [])
            #expect(freed["group"] is NSNull)
            #expect(freed["expires_at"] is NSNull)
            let text = try mjtask("tokens", "show", "api-key").output
            #expect(text.contains("Actions             any\n"))
            #expect(text.contains("Group               its user's\n"))
            #expect(!text.contains(secret))
        }
    }

    private static let mistakes: [(line: String, status: Int32, hint: String)] = [
        ("users show nobody", 65, "“mjtask users list” shows those there are"),
        ("users grant nobody 5", 65, "“mjtask users list”"),
        ("users grant ann -5", 65, "“mjtask users adjust” takes quota away"),
        ("users grant ann 0", 65, "“mjtask users adjust”"),
        ("users grant ann 9223372036854775807", 65, "“mjtask users show”"),
        ("users adjust ann -1,001 --note x", 65, "take at most 1000 units away"),
        ("users adjust ann 5 --note \t", 65, "say why with --note"),
        ("users adjust ann 0 --note x", 65, "“mjtask users show”"),
        ("users group ann gold", 65, "“mjtask groups list”"),
        ("users limits ann --submits-per-minute 60001", 65, "“mjtask users limits --help”"),
        ("users disable nobody", 65, "“mjtask users list”"),
        ("tokens issue ann --actions IMAGNE", 65, "did you mean IMAGINE?"),
        ("tokens issue ann --actions gpt-4", 65, "SWAP_FACE"),
        ("tokens issue ann --networks 10.0.0.0/99", 65, "10.0.0.0/8"),
        ("tokens issue ann --group gold", 65, "“mjtask groups list”"),
        ("tokens issue ann --quota=-5", 65, "unlimited"),
        ("tokens issue ann --quota 9223372036854775807", 65, "at most 9007199254740992 units"),
        ("tokens issue ann --expires 0s", 65, "30d"),
        ("tokens limits 7 --usd 1", 65, "“mjtask tokens list”"),
        ("tokens show nothing", 65, "“mjtask tokens list”"),
        ("users adjust ann 5", 64, "--note"),
        ("users grant ann", 64, "--usd"),
        ("users grant ann 5 --usd 1", 64, "--usd"),
        ("users grant ann 1.5", 64, "quota units"),
        ("users grant ann --usd 0.0000001", 64, "0.000002"),
        ("users grant ann --nte x", 64, "--nte"),
        ("users limits ann", 64, "--submits-per-minute"),
        ("users limits ann --submits-per-minute 0", 64, "--submits-per-minute"),
        ("users role ann king", 64, "king"),
        ("users add bob --quota 5 --usd 5", 64, "--usd"),
        ("tokens limits 1", 64, "--help"),
        ("tokens limits 1 --quota 5 --usd 5", 64, "--usd"),
        ("tokens limits 1 --group a --no-group", 64, "--no-group"),
        ("tokens limits 1 --actions any,IMAGINE", 64, "any"),
        ("tokens issue ann --expires 30", 64, "--expires"),
    ]

    @Test(arguments: mistakes)
    func aMistake_changesNothing_andSaysWhatToDo(line: String, status: Int32, hint: String) throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "ann", "--quota", "1000")
            let result = try mjtask(line.split(separator: " ").map(String.init))
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output == "")
            #expect(result.errors.contains(hint), "\(result.errors)")
            let users = try mjtask("users", "list", "--json").array()
            #expect(users.count == 1)
            #expect(users.first?["quota"] as? Int == 1_000)
            let tokens = try mjtask("tokens", "list", "--json").array()
            #expect(tokens.isEmpty)
        }
    }
}
