import Domain
import Storage
import TestSupport
import Testing

struct GroupsTests {
    @Test func groups_areAddedSetAndRemoved() throws {
        try withTemporaryStore { store in
            try store.addGroup(PriceGroup(name: "gold", ratio: 1_500_000))
            try store.setRatio(1, ofGroup: "gold")
            #expect(
                try store.groups() == [
                    PriceGroup(name: "default", ratio: 1_000_000),
                    PriceGroup(name: "gold", ratio: 1),
                ]
            )
            #expect(try store.removeGroup("gold") == nil)
            #expect(try store.groups().map(\.name) == ["default"])
        }
    }

    @Test(
        arguments: [
            ("default", 1, "name", "is taken"), ("", 1, "name", "must have 1 to 64 bytes"),
            ("a b", 1, "name", "must not hold blanks or commas"),
            ("a,b", 1, "name", "must not hold blanks or commas"),
            ("a", -1, "ratio", "must be 0 to 1000"),
            ("a", 1_000_000_001, "ratio", "must be 0 to 1000"),
        ] as [(String, Int64, String, String)]
    )
    func whatIsNotAllowed_isNotAdded(
        name: String,
        ratio: Int64,
        what: String,
        reason: String
    ) throws {
        try withTemporaryStore { store in
            #expect(throws: StorageError.invalid(what: what, reason: reason)) {
                try store.addGroup(PriceGroup(name: name, ratio: ratio))
            }
            let groups = try store.groups()
            #expect(groups.count == 1)
        }
    }

    @Test func unknownGroups_areNotFound() throws {
        try withTemporaryStore { store in
            #expect(throws: StorageError.notFound(what: "group")) {
                try store.setRatio(1, ofGroup: "gold")
            }
            #expect(throws: StorageError.notFound(what: "group")) {
                try store.removeGroup("gold")
            }
        }
    }

    @Test func aGroupInUse_isNotRemoved_andWhoUsesItIsTold() throws {
        try withTemporaryStore { store in
            for name in ["gold", "old"] { try store.addGroup(PriceGroup(name: name, ratio: 1)) }
            let users = try (1...7).map { try store.makeUser("user \($0)") }
            for user in users { _ = try store.updateUser(user.id, [.group("gold")]) }
            let token = try store.makeToken(of: users[0])
            _ = try store.updateToken(token.id, [.group("gold")])
            let channel = try store.makeChannel("one")
            _ = try store.makeChannel("two")
            try store.execute("UPDATE channels SET groups = 'silver gold' WHERE name = 'one'")
            // A part of a name is no use.
            try store.execute("UPDATE channels SET groups = 'golden marigold' WHERE name = 'two'")

            let use = try #require(try store.removeGroup("gold"))

            #expect(use.users.count == 7)
            #expect(use.users.first == (1...5).map { "user \($0)" })
            #expect(use.tokens.first == [token.id])
            #expect(use.channels.first == [channel.name])
            #expect(try store.groups().map(\.name) == ["default", "gold", "old"])
            #expect(try store.removeGroup("old") == nil)
        }
    }

    @Test func aRatio_countsForLaterSubmitsOnly() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let before = try store.makeTask(of: submitter)
            try store.setRatio(1_500_000, ofGroup: "default")
            let after = try store.makeTask(of: submitter)

            #expect(before.quota == 50_000)
            #expect(after.quota == 75_000)
            #expect(try store.task(before.mjID, owner: nil)?.task.quota == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }
}
