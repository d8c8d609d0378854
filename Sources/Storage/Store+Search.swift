package import Domain
import GRDB

extension Store {
    /// The unfinished tasks that match, newest first; finished ones are never looked at.
    package func unfinishedTasks(matching filter: TaskFilter)
        throws(StorageError) -> [MidjourneyTask]
    {
        try read("read unfinished tasks") { database in
            try database.unfinishedTasks().filter(filter.matches)
                .sorted { ($0.submitTime, $0.id) > ($1.submitTime, $1.id) }
        }
    }

    /// The newest tasks that match, for filters that no index serves: of those that the indexes
    /// do serve (user or channel, time) the newest `depth` are looked at, however long the list.
    package func newestTasks(matching filter: TaskFilter, limit: Int, depth: Int)
        throws(StorageError) -> TaskSearch
    {
        try read("search tasks") {
            try $0.newestTasks(matching: filter, limit: limit, depth: depth)
        }
    }

    /// The tasks there are among `mjIDs`, whoever owns them, in the order asked for.
    package func tasks(_ mjIDs: [String]) throws(StorageError) -> [MidjourneyTask] {
        try read("read tasks") { database in try mjIDs.compactMap { try database.task($0) } }
    }

    package func userNames(_ ids: Set<UserID>) throws(StorageError) -> [UserID: String] {
        try read("read names of users") { database in
            var names: [UserID: String] = [:]
            for id in ids {
                names[id] = try database.selectOne("SELECT name FROM users WHERE id = ?", id) {
                    $0.text(0)
                }
            }
            return names
        }
    }
}

extension Database {
    func newestTasks(matching filter: TaskFilter, limit: Int, depth: Int) throws -> TaskSearch {
        var range = try searched(filter)
        var search = TaskSearch()
        var looked = 0
        while range.count > 0 {
            let count = min(Self.searchStep, depth - looked)
            let step = try newest(count, of: range, filter)
            guard let oldest = step.last else { break }
            looked += step.count
            for (index, task) in step.enumerated() where filter.matches(task) {
                search.tasks.append(task)
                guard search.tasks.count == limit else { continue }
                let isLast = index == step.count - 1 && range.first == range.last
                search.continuation = isLast ? nil : task.submitTime
                return search
            }
            guard let ordinal = try ordinal(of: oldest, filter) else { break }
            range.last = ordinal - 1
            guard looked < depth else {
                search.continuation = range.count > 0 ? oldest.submitTime : nil
                break
            }
        }
        return search
    }

    private static var searchStep: Int { 500 }

    private func searched(_ filter: TaskFilter) throws -> OrdinalRange {
        if let user = filter.user {
            return try ordinals(
                ofUser: user,
                ListQuery(scope: .user(user), start: filter.start, end: filter.end)
            )
        }
        return try ordinals(
            ofEveryone: ListQuery(
                scope: .everyone(channelID: filter.channel),
                start: filter.start,
                end: filter.end
            )
        )
    }

    private func newest(_ count: Int, of range: OrdinalRange, _ filter: TaskFilter) throws
        -> [MidjourneyTask]
    {
        let first = max(range.first, range.last - count + 1)
        if let user = filter.user {
            return try select(ListSQL.userPage, user, first, range.last, row: TaskRow.task)
        }
        if let channel = filter.channel {
            return try select(
                ListSQL.channelPage,
                channel,
                range.first,
                range.last,
                count,
                row: TaskRow.task
            )
        }
        return try select(ListSQL.everyonePage, first, range.last, row: TaskRow.task)
    }

    private func ordinal(of task: MidjourneyTask, _ filter: TaskFilter) throws -> Int? {
        let sql = filter.user == nil ? ListSQL.ordinal : ListSQL.userOrdinal
        return try selectOne(sql, task.id) { Int($0.integer(0)) }
    }
}
