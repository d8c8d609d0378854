import Domain
import Storage
import TestSupport
import Testing

struct UsersTests {
    @Test func changes_areKept_andMoveTheVersionOfTheUserOnly() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            try store.addGroup(PriceGroup(name: "gold", ratio: 1_500_000))
            let ann = try store.makeUser("ann")
            let bob = try store.makeUser("bob")
            versions.clear()

            let changed = try store.updateUser(
                bob.id,
                [
                    .role(.admin), .enabled(false), .group("gold"), .submitsPerMinute(10),
                    .concurrentTasks(0),
                ]
            )

            var expected = bob
            expected.role = .admin
            expected.isEnabled = false
            expected.group = "gold"
            expected.limits = AccountLimits(submitsPerMinute: 10, concurrentTasks: 0)
            #expect(changed == expected)
            #expect(try store.users() == [ann, expected])
            #expect(versions.calls == [.announce([bob.id]), .finish([bob.id])])
        }
    }

    @Test func changes_areMadeTogetherOrNotAtAll() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")

            #expect(throws: StorageError.notFound(what: "group")) {
                try store.updateUser(ann.id, [.role(.root), .group("gold")])
            }
            #expect(
                throws: StorageError.invalid(
                    what: "submits per minute",
                    reason: "must be 0 to 60000"
                )
            ) {
                try store.updateUser(ann.id, [.enabled(false), .submitsPerMinute(60_001)])
            }
            #expect(
                throws: StorageError.invalid(
                    what: "concurrent tasks",
                    reason: "must be 0 to 1000000"
                )
            ) {
                try store.updateUser(ann.id, [.enabled(false), .concurrentTasks(-1)])
            }
            #expect(throws: StorageError.notFound(what: "user")) {
                try store.updateUser(99, [.enabled(false)])
            }
            let users = try store.users()
            #expect(users == [ann])
        }
    }

    @Test func limits_areTheDefaultAgain_whenTheyAreTakenAway() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            _ = try store.updateUser(ann.id, [.submitsPerMinute(10), .concurrentTasks(3)])
            let changed = try store.updateUser(
                ann.id,
                [.submitsPerMinute(nil), .concurrentTasks(nil)]
            )
            #expect(changed.limits == AccountLimits())
        }
    }

    @Test func aNewRate_forgetsWhatWasSubmittedUnderTheOldOne() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            try store.execute("UPDATE users SET next_submit_at = 77")
            _ = try store.updateUser(ann.id, [.concurrentTasks(1)])
            #expect(try store.number("SELECT next_submit_at FROM users") == 77)
            _ = try store.updateUser(ann.id, [.submitsPerMinute(1)])
            #expect(try store.number("SELECT next_submit_at FROM users") == 0)
        }
    }

    @Test func users_areFiltered_andComeInPages() throws {
        try withTemporaryStore { store in
            try store.addGroup(PriceGroup(name: "gold", ratio: 0))
            let users = try ["a", "b", "c", "d"].map { try store.makeUser($0) }
            _ = try store.updateUser(users[1].id, [.role(.admin), .enabled(false)])
            _ = try store.updateUser(users[3].id, [.group("gold"), .enabled(false)])
            func names(_ filter: UserFilter, after: UserID = 0, limit: Int = .max) throws
                -> [String]
            {
                try store.users(matching: filter, after: after, limit: limit).map(\.name)
            }

            #expect(try names(UserFilter()) == ["a", "b", "c", "d"])
            #expect(try names(UserFilter(), after: users[0].id, limit: 2) == ["b", "c"])
            #expect(try names(UserFilter(isEnabled: false)) == ["b", "d"])
            #expect(try names(UserFilter(isEnabled: false), after: users[1].id) == ["d"])
            #expect(try names(UserFilter(role: .admin)) == ["b"])
            #expect(try names(UserFilter(group: "gold")) == ["d"])
            #expect(try names(UserFilter(group: "default", role: .common)) == ["a", "c"])
            #expect(try names(UserFilter(group: "nobody's")) == [])
        }
    }

    @Test func taskCounts_areOfTheUserAlone() async throws {
        try await withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let tasks = try (0..<3).map { _ in try store.makeTask(of: ann) }
            _ = try store.makeTask(of: bob)
            _ = try await store.finish([.make(of: tasks[0])])
            try store.execute("UPDATE tasks SET status = 'MODAL' WHERE id = \(tasks[1].id)")

            func counts(_ user: UserID) throws -> [Int] {
                let counts = try store.taskCounts(of: user)
                return [counts.all, counts.unfinished]
            }
            #expect(try counts(ann.user.id) == [3, 2])
            #expect(try counts(bob.user.id) == [1, 1])
            #expect(try counts(99) == [0, 0])
        }
    }

    @Test func aUser_isFoundByIDAndName() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            #expect(try store.user(ann.id) == ann)
            #expect(try store.user(named: "ann") == ann)
            #expect(throws: StorageError.notFound(what: "user")) { try store.user(99) }
        }
    }
}
