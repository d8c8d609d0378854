import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportTokensTests {
    @Test func tokens_mayDoWhatTheyMight_andNoMore() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            func add(_ id: Int, _ more: KeyValuePairs<String, String>) throws {
                try bench.source.execute(
                    "INSERT INTO tokens (id, user_id, `key`) VALUES (\(id), 1, 'k\(id)')"
                )
                for (column, value) in more {
                    try bench.source.execute(
                        "UPDATE tokens SET `\(column)` = \(value) WHERE id = \(id)"
                    )
                }
            }
            try add(11, ["remain_quota": "700", "expired_time": "1800000000"])
            try add(12, ["remain_quota": "-3", "expired_time": "0"])
            try add(
                13,
                [
                    "model_limits_enabled": "1",
                    "model_limits": "'gpt-4,mj_imagine, mj_low_variation,swap_face'",
                ]
            )
            try add(14, ["model_limits_enabled": "1", "model_limits": "'gpt-4'"])
            try add(15, ["allow_ips": "'10.0.0.0/8\n192.168.1.7'"])
            try add(16, ["allow_ips": "'nonsense'"])
            try add(17, ["allow_ips": "'nonsense\n::1'"])
            try add(18, ["status": "2"])
            try add(19, ["status": "NULL"])
            try add(20, ["group": "'gold'"])
            try add(21, ["deleted_at": "'2025-01-01'"])
            try add(22, ["key": "''"])
            try add(23, ["user_id": "99"])
            try add(24, ["expired_time": "9000000000000000"])
            try add(25, ["expired_time": "9223372036854775807"])

            let report = try bench.run()

            try bench.withStore { store in
                func row(_ id: Int, _ column: String) throws -> String? {
                    try store.text("SELECT \(column) FROM tokens WHERE id = \(id)")
                }
                #expect(try row(1, "remaining") == nil)
                #expect(try row(11, "remaining") == "700")
                #expect(try row(11, "expires_at") == "1800000000000")
                // Dates end with the year 9999.
                #expect(try row(24, "expires_at") == "253402300799999")
                #expect(try row(25, "expires_at") == "253402300799999")
                #expect(try row(12, "remaining") == "0")
                #expect(try row(12, "expires_at") == "1")
                #expect(try row(13, "allowed_actions") == "IMAGINE LOW_VARIATION SWAP_FACE")
                #expect(try row(14, "allowed_actions") == "NONE")
                #expect(try row(15, "allowed_networks") == "10.0.0.0/8 192.168.1.7")
                #expect(try row(16, "allowed_networks") == "0.0.0.0/32")
                #expect(try row(17, "allowed_networks") == "::1")
                let enabled = try [18, 19, 20].map { try row($0, "enabled") }
                #expect(enabled == ["0", "0", "1"])
                #expect(try row(20, "grp") == "gold")
                #expect(
                    try store.number("SELECT ratio FROM groups WHERE name = 'gold'") == 1_000_000
                )
                let identity = try store.identity(of: ImportRequest.hash("sk-k11"))
                #expect(identity?.tokenID == 11)
            }
            #expect(report.counts(of: .token).added == 13)
            #expect(report.counts(of: .token).skipped == 3)
        }
    }

    @Test func aGroupThatItsUserMayNotUse_endsAToken() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.source.insert(
                "options",
                ["key": "'UserUsableGroups'", "value": #"'{"vip":"VIP"}'"#]
            )
            for (id, group) in [(5, "vip"), (6, "gold"), (7, "default"), (8, "auto")] {
                try bench.source.insert(
                    "tokens",
                    ["id": "\(id)", "user_id": "1", "key": "'k\(id)'", "group": "'\(group)'"]
                )
            }

            try bench.run()

            try bench.withStore { store in
                let enabled = try store.tokens(userID: 1).dropFirst().map(\.isEnabled)
                #expect(enabled == [true, false, true, true])
            }
        }
    }
}
