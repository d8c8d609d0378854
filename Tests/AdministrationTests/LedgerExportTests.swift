import Administration
import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct LedgerExportTests {
    /// Eight entries of alice's, which are three pages, and one of bob's.
    @Test func everyEntry_isExportedOnce_withItsBalance_alsoOverPages() throws {
        try withInstallation { installation, _ in
            let alice = try installation.addUser(
                named: "alice",
                role: .common,
                group: "default",
                quota: 1
            )
            _ = try installation.addUser(named: "bob", role: .common, group: "default", quota: 7)
            for _ in 1..<8 { _ = try installation.store.grantQuota(userID: alice.id, by: 1) }

            var exported: [ExportedEntry] = []
            var largest = 0
            try installation.exportLedger(of: nil, since: nil, until: nil, pageSize: 3) { entries in
                exported += entries
                largest = max(largest, entries.count)
            }
            #expect(exported.map(\.entry.number) == Array(1...8) + [1])
            #expect(exported.map(\.entry.balance) == (1...8).map { Int64($0) } + [7])
            #expect(exported.last?.user == "bob")
            #expect(largest == 3)

            var alices = 0
            try installation.exportLedger(of: alice, since: nil, until: nil) {
                alices += $0.count
            }
            #expect(alices == 8)
        }
    }

    @Test func timesBound_withoutChangingTheBalances() throws {
        try withTemporaryDirectory { directory in
            let clock = LockedClock()
            var configuration = Installation.Configuration.make(directory)
            configuration.runDirectory = directory
            configuration.store.clock = { clock.now }
            let installation = try Installation(configuration, logger: .silent)
            defer { installation.close() }
            let alice = try installation.addUser(
                named: "alice",
                role: .common,
                group: "default",
                quota: 0
            )
            for time in [1_000, 2_000, 3_000] as [Milliseconds] {
                clock.set(time)
                _ = try installation.store.grantQuota(userID: alice.id, by: 10)
            }
            func balances(since: Milliseconds?, until: Milliseconds?) throws -> [Int64?] {
                var balances: [Int64?] = []
                try installation.exportLedger(of: nil, since: since, until: until) {
                    balances += $0.map(\.entry.balance)
                }
                return balances
            }
            #expect(try balances(since: 2_000, until: nil) == [20, 30])
            #expect(try balances(since: nil, until: 2_000) == [10, 20])
            #expect(try balances(since: 2_000, until: 2_999) == [20])
            #expect(try balances(since: 4_000, until: nil) == [])
        }
    }
}

private final class LockedClock: Sendable {
    private let time = Mutex<Milliseconds>(0)

    var now: Milliseconds { time.withLock { $0 } }
    func set(_ now: Milliseconds) { time.withLock { $0 = now } }
}
