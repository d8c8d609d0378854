import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportOrderTests {
    /// Source and target at random: whatever was there, lists are in the order of
    /// (submit_time, id), and filters find what they would find by looking at every row.
    @Test(arguments: 1...12)
    func lists_holdAllTasks_inTheirOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let generation = NewAPIDatabase.Generation.allCases[Int(seed % 2)]
        try withImportBench(generation) { bench in
            for user in 1...3 { try bench.addUser(user) }
            for channel in 1...2 { try bench.addChannel(channel) }
            let times = (0..<40).map { _ in
                1_600_000_000_000 + Int.random(in: 0...30, using: &random) * 1_000
            }
            if seed % 3 != 0 { try addOurs(to: bench, &random) }
            var added = 0
            for part in [times.prefix(25), times.suffix(15)] {
                for time in part {
                    added += 1
                    let isShared = Int.random(in: 0...6, using: &random) == 0
                    try bench.addTask(
                        added,
                        [
                            "submit_time": "\(time)",
                            "user_id": "\(Int.random(in: 1...4, using: &random))",
                            "channel_id": "\(Int.random(in: 0...3, using: &random))",
                            "mj_id": isShared ? "'same'" : "'mj-\(added)'",
                        ]
                    )
                }
                let report = try bench.run()
                #expect(report.counts(of: .task).added == part.count)
                #expect(report.counts(of: .task).present == added - part.count)
                try bench.withStore { (store) throws in
                    try check(store, imported: added)
                    #expect(try store.damages() == [])
                    #expect(try store.verifyLedger() == [])
                }
            }
        }
    }

    /// Tasks of our own, before, between and after those of the source.
    private func addOurs(to bench: ImportBench, _ random: inout SeededGenerator) throws {
        var bench = bench
        var submitter: Submitter?
        for _ in 0..<12 {
            bench.now =
                (submitter == nil ? 1_599_999_990_000 : bench.now)
                + Int64.random(in: 0...6_000, using: &random)
            try bench.withStore { store in
                let by = try submitter ?? store.makeSubmitter()
                submitter = by
                _ = try store.makeTask(of: by)
            }
        }
    }

    private func check(_ store: Store, imported count: Int) throws {
        let everything = try store.everything(.everyone(channelID: nil))
        #expect(everything.filter { $0.tokenID == nil }.count == count)
        #expect(everything == everything.sorted { ($0.submitTime, $0.id) > ($1.submitTime, $1.id) })
        #expect(Set(everything.map(\.id)).count == everything.count)
        for user in Set(everything.map(\.userID)) {
            #expect(try store.everything(.user(user)) == everything.filter { $0.userID == user })
        }
        for channel in 1...3 as ClosedRange<ChannelID> {
            #expect(
                try store.everything(.everyone(channelID: channel))
                    == everything.filter { $0.channelID == channel }
            )
        }
        let middle = everything[everything.count / 2].submitTime
        let since = try store.page(
            ListQuery(scope: .everyone(channelID: nil), pageSize: 100, start: middle)
        )
        #expect(since.tasks == everything.filter { $0.submitTime >= middle })
        let until = try store.page(
            ListQuery(scope: .user(everything[0].userID), pageSize: 100, end: middle)
        )
        #expect(
            until.tasks
                == everything.filter {
                    $0.userID == everything[0].userID && $0.submitTime <= middle
                }
        )
        // One after the other, without gaps.
        let ordinals = try store.number("SELECT count(*) = max(ordinal) FROM tasks")
        #expect(ordinals == 1)
    }

    @Test func aFewNewRows_leaveOlderTasksAlone() throws {
        let order = ImportOrder(
            ids: [10, 11],
            times: [100, 300],
            owners: [1, 2],
            present: [
                .init(user: 1, userOrdinal: 6, id: 3, ordinal: 8, time: 100),
                .init(user: 2, userOrdinal: 3, id: 4, ordinal: 9, time: 200),
            ]
        ) { user in
            switch user {
            case nil: 7
            case 1: 5
            default: 2
            }
        }

        #expect(order.ordinals == [9, 11])
        #expect(order.userOrdinals == [7, 4])
        #expect(order.moves.map(\.ordinal) == [10])
        #expect(order.moves.map(\.userOrdinal) == [3])
        #expect(order.total == 11)
    }
}
