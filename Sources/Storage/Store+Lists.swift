package import Domain
import GRDB

extension Store {
    /// A page of a list with its exact total: ordinals, so no COUNT and no OFFSET (except for
    /// an administrator's channel filter, counted on a covering index).
    package func page(_ query: ListQuery) throws(StorageError) -> ListPage {
        try read("list tasks") { try $0.page(query) }
    }
}

extension Database {
    /// The page as this transaction sees it.
    func page(_ query: ListQuery) throws -> ListPage {
        if let mjID = query.mjID { return try page(query, onlyTask: mjID) }
        switch query.scope {
        case .user(let user):
            return try page(query, of: try ordinals(ofUser: user, query)) { ordinals in
                try select(
                    ListSQL.userPage,
                    user,
                    ordinals.lowerBound,
                    ordinals.upperBound,
                    row: TaskRow.task
                )
            }
        case .everyone(nil):
            return try page(query, of: try ordinals(ofEveryone: query)) { ordinals in
                try select(
                    ListSQL.everyonePage,
                    ordinals.lowerBound,
                    ordinals.upperBound,
                    row: TaskRow.task
                )
            }
        case .everyone(let channel?):
            return try page(query, of: try ordinals(ofEveryone: query), channel: channel)
        }
    }

    private func page(
        _ query: ListQuery,
        of range: OrdinalRange,
        _ tasks: (ClosedRange<Int>) throws -> [MidjourneyTask]
    ) throws -> ListPage {
        guard let ordinals = range.page(query.page, size: query.pageSize) else {
            return ListPage(tasks: [], total: range.count)
        }
        return ListPage(tasks: try tasks(ordinals), total: range.count)
    }

    /// Matches of a channel have gaps in their ordinals: they are counted, and skipped, on an
    /// index that holds nothing else.
    private func page(_ query: ListQuery, of range: OrdinalRange, channel: ChannelID) throws
        -> ListPage
    {
        let total =
            try selectOne(
                ListSQL.channelCount,
                channel,
                range.first,
                range.last
            ) { Int($0.integer(0)) } ?? 0
        let matches = OrdinalRange(first: 1, last: total)
        guard let page = matches.page(query.page, size: query.pageSize),
            let newest = try ordinal(
                ListSQL.channelPageStart,
                channel,
                range.first,
                range.last,
                total - page.upperBound
            )
        else { return ListPage(tasks: [], total: total) }
        let tasks = try select(
            ListSQL.channelPage,
            channel,
            range.first,
            newest,
            page.count,
            row: TaskRow.task
        )
        return ListPage(tasks: tasks, total: total)
    }

    /// One task, if it is among the matches.
    private func page(_ query: ListQuery, onlyTask mjID: String) throws -> ListPage {
        guard let task = try self.task(mjID),
            query.matches(task)
        else { return ListPage(tasks: [], total: 0) }
        return ListPage(tasks: query.page == 1 ? [task] : [], total: 1)
    }

    /// The user's tasks between the query's times.
    func ordinals(ofUser user: UserID, _ query: ListQuery) throws -> OrdinalRange {
        let newest = try ordinal(ListSQL.userNewest, user)
        var range = OrdinalRange(first: 1, last: newest ?? 0)
        if let start = query.start {
            let first = try ordinal(ListSQL.userFirstSince, user, start)
            range.first = first ?? range.last + 1
        }
        if let end = query.end {
            range.last =
                try ordinal(ListSQL.userLastUntil, user, end) ?? 0
        }
        return range
    }

    /// The tasks of all users between the query's times.
    func ordinals(ofEveryone query: ListQuery) throws -> OrdinalRange {
        var range = OrdinalRange(first: 1, last: try ordinal(ListSQL.newest) ?? 0)
        if let start = query.start {
            range.first = try ordinal(ListSQL.firstSince, start) ?? range.last + 1
        }
        if let end = query.end {
            range.last = try ordinal(ListSQL.lastUntil, end) ?? 0
        }
        return range
    }

    private func ordinal(_ sql: String, _ arguments: any Bindable...) throws -> Int? {
        // max() of no rows is NULL; real ordinals start at 1.
        try selectOne(sql, arguments) { Int($0.integer(0)) }.flatMap { $0 > 0 ? $0 : nil }
    }
}

extension ListQuery {
    fileprivate func matches(_ task: MidjourneyTask) -> Bool {
        let isInScope =
            switch scope {
            case .user(let user): task.userID == user
            case .everyone(let channel): channel == nil || task.channelID == channel
            }
        return isInScope && start.map { task.submitTime >= $0 } ?? true
            && end.map { task.submitTime <= $0 } ?? true
    }
}
