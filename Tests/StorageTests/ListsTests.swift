import Domain
import GRDB
import Storage
import TestSupport
import Testing

/// The lists against a model that does it the obvious way.
struct ListsTests {
    @Test func aPage_isNewestFirst_withTheTotalOfAllPages() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 1 << 40)
            let ids = try (1...5).map { _ in try store.makeTask(of: submitter).id }
            let scope = ListQuery.Scope.user(submitter.user.id)

            let first = try store.page(ListQuery(scope: scope, page: 1, pageSize: 2))
            let last = try store.page(ListQuery(scope: scope, page: 3, pageSize: 2))
            let beyond = try store.page(ListQuery(scope: scope, page: 4, pageSize: 2))

            #expect(first.tasks.map(\.id) == [ids[4], ids[3]])
            #expect(last.tasks.map(\.id) == [ids[0]])
            #expect(beyond.tasks.isEmpty)
            #expect([first, last, beyond].allSatisfy { $0.total == 5 })
        }
    }

    @Test func aList_isEmpty_withoutTasks() throws {
        try withTemporaryStore { store in
            let empty = ListPage(tasks: [], total: 0)
            for scope in [
                ListQuery.Scope.user(7), .everyone(channelID: nil), .everyone(channelID: 7),
            ] {
                for (start, end) in [(nil, nil), (1, nil), (nil, 1), (1, 2)] as [(Int64?, Int64?)] {
                    let page = try store.page(ListQuery(scope: scope, start: start, end: end))
                    #expect(page == empty)
                }
            }
        }
    }

    @Test func aList_takesAnyPageAndTime() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)
            for scope in [
                ListQuery.Scope.user(submitter.user.id), .everyone(channelID: nil),
                .everyone(channelID: submitter.channel.id),
            ] {
                let far = ListQuery(
                    scope: scope,
                    page: .max,
                    pageSize: 100,
                    start: .min,
                    end: .max
                )
                #expect(try store.page(far) == ListPage(tasks: [], total: 1))
                let all = ListQuery(scope: scope, start: .min, end: .max)
                #expect(try store.page(all) == ListPage(tasks: [task], total: 1))
            }
        }
    }

    @Test func nothingOfAQuery_isReadAsSQL() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)
            for text in [
                "", "' OR 1=1 --", "\(task.mjID)\0", "%", String(repeating: "9", count: 10_000),
            ] {
                let query = ListQuery(scope: .everyone(channelID: nil), mjID: text)
                #expect(try store.page(query).total == 0)
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyQuery_givesWhatTheModelGives(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        try withTemporaryDirectory { directory in
            let store = try openStore(in: directory)
            defer { store.close() }
            let world = try World(store: store, tasks: 300, random: &random)
            let model = try world.everything(in: store)
            #expect(model.count == 300)

            for _ in 0..<1000 {
                let query = world.query(&random)
                let page = try store.page(query)
                let expected = world.answer(to: query, from: model)
                #expect(page.total == expected.total, "\(query)")
                #expect(page.tasks == expected.tasks, "\(query)")
            }
        }
    }
}

/// Tasks of a few users on a few channels, several in the same millisecond.
private struct World {
    private var users: [UserID] = []
    private var channels: [ChannelID] = []
    private var times: ClosedRange<Milliseconds> = 1_000...1_000

    init(store: Store, tasks: Int, random: inout SeededGenerator) throws {
        for number in 1...4 {
            let submitter = try store.makeSubmitter("user \(number)", byte: UInt8(number))
            users.append(submitter.user.id)
            channels.append(try store.makeChannel("channel \(number)").id)
        }
        let database = try DatabaseQueue(path: store.configuration.path)
        var ordinals: [UserID: Int] = [:]
        try database.write { database in
            var time = times.lowerBound
            for ordinal in 1...tasks {
                time += Int64.random(in: 0...3, using: &random)
                let user = users.randomElement(using: &random) ?? 1
                ordinals[user, default: 0] += 1
                try database.insertTask(
                    user: user,
                    userOrdinal: ordinals[user, default: 0],
                    ordinal: ordinal,
                    // Row ids have gaps, ordinals have none.
                    id: Int64(ordinal * 3),
                    channel: channels.randomElement(using: &random) ?? 1,
                    submitTime: time
                )
            }
            times = times.lowerBound...time
        }
    }

    /// All tasks, newest first, by their own lookups.
    func everything(in store: Store) throws -> [MidjourneyTask] {
        try users.flatMap { user in
            try store.tasks((1...300).map { "task-\($0 * 3)" }, owner: user).map(\.task)
        }.sorted { $0.id > $1.id }
    }

    func query(_ random: inout SeededGenerator) -> ListQuery {
        let user = users.randomElement(using: &random) ?? 1
        let scopes =
            [
                .user(user), .user(99), .everyone(channelID: nil),
                .everyone(channelID: channels.randomElement(using: &random)),
            ] as [ListQuery.Scope]
        let around = (times.lowerBound - 5)...(times.upperBound + 5)
        func maybe<Value>(_ value: Value) -> Value? {
            Bool.random(using: &random) ? value : nil
        }
        let isRare = Int.random(in: 0..<8, using: &random) == 0
        return ListQuery(
            scope: scopes.randomElement(using: &random) ?? .user(user),
            page: Int.random(in: 1...12, using: &random),
            pageSize: Int.random(in: 1...100, using: &random),
            mjID: isRare ? "task-\(Int.random(in: 1...310, using: &random) * 3)" : nil,
            start: maybe(Int64.random(in: around, using: &random)),
            end: maybe(Int64.random(in: around, using: &random))
        )
    }

    func answer(to query: ListQuery, from model: [MidjourneyTask]) -> ListPage {
        let matches = model.filter { task in
            let isInScope =
                switch query.scope {
                case .user(let user): task.userID == user
                case .everyone(let channel): channel == nil || channel == task.channelID
                }
            return isInScope && (query.mjID ?? task.mjID) == task.mjID
                && (query.start ?? .min) <= task.submitTime
                && task.submitTime <= (query.end ?? .max)
        }
        let page = matches.dropFirst((query.page - 1) * query.pageSize).prefix(query.pageSize)
        return ListPage(tasks: Array(page), total: matches.count)
    }
}
