import Domain
import Storage
import TestSupport
import Testing

struct LedgerReadingTests {
    /// Ann: granted 1,000,000 (1), charged 50,000 twice (2, 3), the first refunded (4), corrected
    /// by -1 (5). Bob: granted as much.
    private func withLedger(
        _ body: (Store, Submitter, [MidjourneyTask]) async throws -> Void
    ) async throws {
        try await withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            _ = try store.makeSubmitter("bob", byte: 2)
            let tasks = [try store.makeTask(of: ann), try store.makeTask(of: ann)]
            _ = try await store.finish([.make(of: tasks[0], status: .failure)])
            try store.adjustQuota(userID: ann.user.id, by: -1, note: "a typo")
            try await body(store, ann, tasks)
        }
    }

    @Test func aPage_isNewestFirst_withTheQuotaAfterEachEntry() async throws {
        try await withLedger { store, ann, tasks in
            let (entries, total) = try store.ledger(of: ann.user.id, page: 1, pageSize: 20)

            #expect(total == 5)
            #expect(entries.map(\.number) == [5, 4, 3, 2, 1])
            #expect(entries.map(\.kind) == [.adjust, .refund, .charge, .charge, .grant])
            #expect(entries.map(\.amount) == [-1, 50_000, -50_000, -50_000, 1_000_000])
            #expect(entries.map(\.balance) == [949_999, 950_000, 900_000, 950_000, 1_000_000])
            #expect(entries.map(\.mjID) == [nil, tasks[0].mjID, tasks[1].mjID, tasks[0].mjID, nil])
            #expect(entries[1].tokenID == ann.token.id)
            #expect(entries[1].attempt == 1)
            #expect(entries[0].note == "a typo")
            #expect(entries.allSatisfy { $0.userID == ann.user.id && $0.createdAt > 0 })
        }
    }

    @Test func laterPages_goOnWhereTheFirstEnded() async throws {
        try await withLedger { store, ann, _ in
            let whole = try store.ledger(of: ann.user.id, page: 1, pageSize: 20).entries
            var paged: [LedgerEntry] = []
            for page in 1...3 {
                paged += try store.ledger(of: ann.user.id, page: page, pageSize: 2).entries
            }
            #expect(paged == whole)
            let (beyond, total) = try store.ledger(of: ann.user.id, page: 4, pageSize: 2)
            #expect(beyond.isEmpty)
            #expect(total == 5)
            let nobody = try store.ledger(of: 99, page: 1, pageSize: 2)
            #expect(nobody.entries.isEmpty)
            #expect(nobody.total == 0)
        }
    }

    @Test func aTasksEntries_areItsOwn_andOnlyItsUsers() async throws {
        try await withLedger { store, ann, tasks in
            let entries = try store.ledger(of: ann.user.id, task: tasks[0].mjID)
            #expect(entries.map(\.number) == [4, 2])
            #expect(entries.map(\.kind) == [.refund, .charge])
            #expect(entries.allSatisfy { $0.balance == nil && $0.mjID == tasks[0].mjID })
            let bob = try store.user(named: "bob")
            #expect(throws: StorageError.notFound(what: "task")) {
                try store.ledger(of: bob.id, task: tasks[0].mjID)
            }
            #expect(throws: StorageError.notFound(what: "task")) {
                try store.ledger(of: ann.user.id, task: "nothing")
            }
        }
    }

    @Test func exportsPages_areOldestFirst() async throws {
        try await withLedger { store, ann, tasks in
            let first = try store.ledger(of: ann.user.id, after: 0, limit: 2)
            #expect(first.map(\.number) == [1, 2])
            #expect(first[1].mjID == tasks[0].mjID)
            #expect(
                try store.ledger(of: ann.user.id, after: 2, limit: 9).map(\.number) == [3, 4, 5]
            )
            #expect(try store.ledger(of: ann.user.id, after: 5, limit: 9).isEmpty)
        }
    }
}
