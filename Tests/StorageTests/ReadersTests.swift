import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Storage

struct ReadersTests {
    private struct Failed: Error {}

    private func readers(of store: Store, _ count: Int = 2) throws -> Readers {
        var configuration = store.configuration
        configuration.readers = count
        return try Readers(of: configuration)
    }

    private func users(_ database: Database) throws -> Int? {
        try database.selectOne("SELECT count(*) FROM users") { Int($0.integer(0)) }
    }

    @Test func aRead_seesOneState_whateverIsWrittenMeanwhile() throws {
        try withTemporaryStore { store in
            let readers = try readers(of: store)
            let counts = try readers.read { database in
                let before = try users(database)
                _ = try store.makeUser()
                return [before, try users(database)]
            }
            #expect(counts == [0, 0])
            #expect(try readers.read(users) == 1)
            try readers.close()
        }
    }

    @Test func aReadThatFails_leavesItsConnectionToTheNext() throws {
        try withTemporaryStore { store in
            let readers = try readers(of: store, 1)
            for _ in 0..<3 {
                #expect(throws: Failed.self) {
                    try readers.read { database in
                        _ = try users(database)
                        throw Failed()
                    }
                }
                #expect(throws: DatabaseError.self) {
                    try readers.read { try $0.run("DELETE FROM users") }
                }
                #expect(try readers.read(users) == 0)
            }
            try readers.close()
        }
    }

    @Test func asManyReadAtOnce_asThereAreConnections() throws {
        try withTemporaryStore { store in
            let readers = try readers(of: store, 2)
            let reading = Mutex((now: 0, most: 0))
            try onThreads(20) { _ in
                try readers.read { _ in
                    reading.withLock {
                        $0.now += 1
                        $0.most = max($0.most, $0.now)
                    }
                    // The first ones wait for one another.
                    try waitUntil("two to read") { reading.withLock { $0.most } >= 2 }
                    reading.withLock { $0.now -= 1 }
                }
            }
            #expect(reading.withLock { $0.most } == 2)
            try readers.close()
        }
    }

    @Test func aClosedOne_readsNoMore() throws {
        try withTemporaryStore { store in
            let readers = try readers(of: store)
            try readers.close()
            #expect(throws: StorageError.closing) { try readers.read(users) }
        }
    }
}
