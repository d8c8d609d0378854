import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportAccountsTests {
    @Test(arguments: NewAPIDatabase.Generation.allCases)
    func users_keepIdNameRoleGroupAndQuota(generation: NewAPIDatabase.Generation) throws {
        try withImportBench(generation) { bench in
            try bench.source.insert(
                "users",
                [
                    "id": "7", "username": "'ann'", "role": "100", "quota": "123456",
                    "group": "'vip'", "access_token": "'\(String(repeating: "a", count: 32))'",
                ]
            )
            try bench.source.insert(
                "users",
                ["id": "9", "username": "'bob'", "status": "2", "quota": "-5"]
            )
            try bench.source.insert(
                "users",
                ["id": "10", "username": "'gone'", "deleted_at": "'2025-01-01 00:00:00'"]
            )
            try bench.source.insert(
                "options",
                ["key": "'GroupRatio'", "value": #"'{"default":1,"vip":0.85}'"#]
            )

            let report = try bench.run()

            try bench.withStore { store in
                let users = try store.users()
                #expect(users.map(\.id) == [7, 9])
                #expect(users.map(\.name) == ["ann", "bob"])
                #expect(users.map(\.role) == [.root, .common])
                #expect(users.map(\.group) == ["vip", "default"])
                #expect(users.map(\.quota) == [123_456, 0])
                #expect(users.map(\.isEnabled) == [true, false])
                let secret = String(repeating: "a", count: 32)
                let identity = try store.identity(of: ImportRequest.hash(secret))
                #expect(identity?.userID == 7)
                #expect(identity?.kind == .accessToken)
                #expect(
                    try store.number("SELECT ratio FROM groups WHERE name = 'vip'") == 850_000
                )
                #expect(try store.text("SELECT note FROM ledger") == "imported (new-api)")
                #expect(try store.verifyLedger() == [])
            }
            #expect(report.counts(of: .user) == .init(added: 2, skipped: 1, changed: 1))
            #expect(report.reasons(.user, 10, .skipped) == ["deleted in new-api"])
        }
    }

    @Test func aTakenName_isAnotherAccount() throws {
        try withImportBench { bench in
            let submitter = try bench.withStore { try $0.makeSubmitter("ann", quota: 500) }
            try bench.source.insert("users", ["id": "1", "username": "'ann'", "quota": "7"])
            try bench.source.insert(
                "tokens",
                ["id": "1", "user_id": "1", "key": "'k'", "unlimited_quota": "1"]
            )

            let report = try bench.run()

            try bench.withStore { store in
                #expect(try store.user(named: "ann").quota == 500)
                let other = try store.user(named: "ann-2")
                #expect(other.quota == 7)
                #expect(other.id != submitter.user.id)
                let identity = try store.identity(of: ImportRequest.hash("sk-k"))
                #expect(identity?.userID == other.id)
                #expect(identity?.tokenID != submitter.token.id)
            }
            #expect(report.reasons(.user, 1, .changed).count == 2)
        }
    }

    @Test func someElsesId_isNotTakenForTheFormerUsers() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.addUser(2)
            try bench.addTask(1, ["user_id": "2"])
            try bench.run()
            // SQLite gives the highest id out again.
            try bench.source.execute(
                "UPDATE users SET username = 'eve' WHERE id = 2; DELETE FROM tokens WHERE id = 2"
            )
            try bench.source.insert(
                "tokens",
                ["id": "2", "user_id": "2", "key": "'eves'", "unlimited_quota": "1"]
            )
            try bench.source.insert(
                "tokens",
                ["id": "3", "user_id": "2", "key": "'eves too'", "unlimited_quota": "1"]
            )
            try bench.addTask(2, ["user_id": "2"])

            let report = try bench.run()

            try bench.withStore { (store) throws in
                #expect(try store.identity(of: ImportRequest.hash("sk-eves too")) == nil)
                #expect(try store.identity(of: ImportRequest.hash("sk-eves")) == nil)
                #expect(try store.everything(.user(2)).count == 1)
            }
            #expect(report.counts(of: .user).skipped == 1)
            #expect(report.counts(of: .task).skipped == 1)
        }
    }

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

            let report = try bench.run()

            try bench.withStore { store in
                func row(_ id: Int, _ column: String) throws -> String? {
                    try store.text("SELECT \(column) FROM tokens WHERE id = \(id)")
                }
                #expect(try row(1, "remaining") == nil)
                #expect(try row(11, "remaining") == "700")
                #expect(try row(11, "expires_at") == "1800000000000")
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
            #expect(report.counts(of: .token).added == 11)
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

    @Test func deletedUsers_keepTheirTasks_underAnAccountThatNobodyUses() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.source.insert(
                "users",
                ["id": "5", "username": "'gone'", "deleted_at": "'2025-01-01'", "quota": "9"]
            )
            try bench.addTask(1, ["user_id": "5"])
            try bench.addTask(2, ["user_id": "6"])
            try bench.addTask(3, ["user_id": "NULL"])
            try bench.run()
            // A user who is new there gets an id that was used before.
            try bench.source.insert("users", ["id": "6", "username": "'new'", "quota": "8"])
            try bench.addTask(4, ["user_id": "6"])

            try bench.run()

            try bench.withStore { store in
                let users = try store.users()
                let names = users.map(\.name).sorted()
                #expect(names == ["deleted-5", "deleted-6", "new", "unknown", "user 1"])
                #expect(users.filter(\.isEnabled).map(\.name).sorted() == ["new", "user 1"])
                #expect(users.filter { !$0.isEnabled }.allSatisfy { $0.quota == 0 })
                let new = try store.user(named: "new")
                #expect(try store.everything(.user(new.id)).map(\.id) == [4])
                #expect(try store.everything(.user(5)).map(\.id) == [1])
            }
        }
    }

    @Test func hugeIds_areNotKept_becauseThereMustBeOnesAboveThem() throws {
        try withImportBench { bench in
            try bench.source.insert(
                "users",
                ["id": "9223372036854775807", "username": "'huge'"]
            )
            try bench.addTask(1, ["user_id": "9223372036854775806", "channel_id": "1e300"])

            try bench.run()

            try bench.withStore { store in
                let users = try store.users()
                #expect(users.map(\.id) == [1, 2])
                #expect(try store.makeUser("next").id == 3)
                #expect(try store.makeChannel("next").id == 2)
            }
        }
    }

    @Test func prices_areExact_andLaterImportsLeaveThemAlone() throws {
        try withImportBench { bench in
            try bench.source.insert(
                "options",
                [
                    "key": "'ModelPrice'",
                    "value": #"""
                    '{"mj_imagine":0.1,"mj_blend":0.29,"swap_face":0.0000031,"gpt-4":7,"mj_zoom":-1,
                    "mj_video":"free","mj_new_thing":1.1}'
                    """#,
                ]
            )
            func price(_ action: String) throws -> Int? {
                try bench.withStore {
                    try $0.number("SELECT quota FROM prices WHERE action = '\(action)'")
                }
            }

            let report = try bench.run()

            #expect(try price("IMAGINE") == 50_000)
            #expect(try price("BLEND") == 145_000)
            #expect(try price("SWAP_FACE") == 1)
            #expect(try price("NEW_THING") == 550_000)
            #expect(try price("ZOOM") == 50_000)
            #expect(try price("VIDEO") == 400_000)
            #expect(report.counts(of: .price).skipped == 1)

            try bench.addUser(1)
            try bench.run()
            try bench.withStore {
                try $0.execute("UPDATE prices SET quota = 77 WHERE action = 'IMAGINE'")
            }
            try bench.run()
            #expect(try price("IMAGINE") == 77)
        }
    }

    @Test func channels_serveWhatTheyServed() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            func add(_ id: Int, _ values: KeyValuePairs<String, String>) throws {
                try bench.source.execute(
                    "INSERT INTO channels (id, `key`, base_url, models) "
                        + "VALUES (\(id), '', 'http://h\(id)', 'mj_imagine')"
                )
                for (column, value) in values {
                    try bench.source.execute(
                        "UPDATE channels SET `\(column)` = \(value) WHERE id = \(id)"
                    )
                }
            }
            try add(
                1,
                [
                    "name": "'first'", "key": "'a\nb'", "priority": "5", "weight": "3",
                    "group": "'default,vip'", "models": "'gpt-4, mj_imagine,mj_upscale,swap_face'",
                ]
            )
            try add(2, ["name": "'first'", "status": "2", "base_url": "'http://h2/'"])
            try add(3, ["name": "''", "status": "3"])
            try add(4, ["name": "'no address'", "base_url": "''"])
            try add(5, ["name": "'text only'", "models": "'gpt-4'"])
            try add(6, ["name": "'used'", "models": "'gpt-4'", "group": "NULL"])
            try bench.addTask(1, ["channel_id": "6"])
            try bench.addTask(2, ["channel_id": "9"])
            try bench.addTask(3, ["channel_id": "NULL"])

            let report = try bench.run()

            try bench.withStore { store in
                let channels = try store.channels().sorted { $0.id < $1.id }
                #expect(channels.map(\.id) == [1, 2, 3, 4, 6, 9])
                #expect(
                    channels.map(\.name) == [
                        "first", "first-2", "new-api-channel-3", "no address", "used",
                        "new-api-channel-9",
                    ]
                )
                #expect(channels.map(\.secret) == ["a", "", "", "", "", ""])
                #expect(channels[1].baseURL == "http://h2")
                #expect(channels.filter { $0.status == .enabled }.map(\.id) == [1])
                func text(_ column: String) throws -> String? {
                    try store.text("SELECT \(column) FROM channels WHERE id = 1")
                }
                #expect(try text("actions") == "IMAGINE UPSCALE SWAP_FACE")
                #expect(try text("groups") == "default vip")
                #expect(try text("weight || ' ' || priority") == "3 5")
                #expect(try store.text("SELECT groups FROM channels WHERE id = 6") == "default")
                #expect(
                    try store.everything(.user(1)).map(\.channelID) == [nil, 9, 6]
                )
            }
            #expect(report.counts(of: .channel).added == 6)
        }
    }
}
