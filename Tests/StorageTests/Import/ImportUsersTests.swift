import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportUsersTests {
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
}
