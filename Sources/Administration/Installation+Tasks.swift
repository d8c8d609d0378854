package import Domain
import HotState
package import Storage

/// Which tasks a list shows, as an operator names them.
package struct TaskSelection: Sendable, Equatable {
    package var user: String?
    package var channel: String?
    package var status: TaskStatus?
    package var isOnlyUnfinished: Bool
    package var since: Milliseconds?
    package var until: Milliseconds?

    package init(
        user: String? = nil,
        channel: String? = nil,
        status: TaskStatus? = nil,
        isOnlyUnfinished: Bool = false,
        since: Milliseconds? = nil,
        until: Milliseconds? = nil
    ) {
        self.user = user
        self.channel = channel
        self.status = status
        self.isOnlyUnfinished = isOnlyUnfinished
        self.since = since
        self.until = until
    }
}

/// A part of a list of tasks, newest first.
package struct TaskPage: Sendable {
    package var tasks: [MidjourneyTask]
    /// Of the users of these tasks.
    package var owners: [UserID: String]
    /// All matches; nil: they are not counted, because that would take a look at every task.
    package var total: Int?
    /// Set when no index serves the selection: the matches go on before this time.
    package var continuation: Milliseconds?
}

extension Installation {
    /// How many tasks a list shows at most.
    package static let longestTaskPage = 1000
    /// How many tasks a selection that no index serves looks at.
    static let searchDepth = 10_000

    /// A page of the tasks that match; its cost does not grow with the number of tasks there are.
    ///
    /// User or channel, time, and what is unfinished are on indexes. A terminal state, and a user's
    /// tasks on one channel, are looked for among the newest ten thousand of those.
    package func tasks(_ selection: TaskSelection, page: Int, limit: Int)
        throws(AdministrationError) -> TaskPage
    {
        let action = "list tasks"
        try Self.check(limit, page: page, action)
        let filter = try filter(selection)
        let isUnfinished =
            selection.isOnlyUnfinished || selection.status.map { !$0.isTerminal } ?? false
        if selection.isOnlyUnfinished, let status = selection.status, status.isTerminal {
            throw AdministrationError(
                .invalid,
                "\(action): no task is both unfinished and \(status.rawValue)",
                hint: "leave out --unfinished or --status"
            )
        }
        do {
            if isUnfinished {
                let matches = try store.unfinishedTasks(matching: filter)
                let first = min((page - 1).multipliedClamping(by: limit), matches.count)
                return try shown(Array(matches[first...].prefix(limit)), total: matches.count)
            }
            if selection.status != nil || (filter.user != nil && filter.channel != nil) {
                guard page == 1 else { throw Self.noPages(action) }
                let search = try store.newestTasks(
                    matching: filter,
                    limit: limit,
                    depth: Self.searchDepth
                )
                return try shown(search.tasks, continuation: search.continuation)
            }
            let found = try store.page(
                ListQuery(
                    scope: filter.user.map(ListQuery.Scope.user)
                        ?? .everyone(channelID: filter.channel),
                    page: page,
                    pageSize: limit,
                    start: filter.start,
                    end: filter.end
                )
            )
            return try shown(found.tasks, total: found.total)
        } catch {
            throw AdministrationError(wrapping: error, action: action, hint: "")
        }
    }

    package func taskReport(_ mjID: String) throws(AdministrationError) -> TaskReport {
        let action = "show task \(mjID)"
        do {
            guard let report = try store.report(on: mjID) else {
                throw StorageError.notFound(what: "task")
            }
            return report
        } catch {
            throw AdministrationError(
                wrapping: error,
                action: action,
                hint: "“mjtask tasks list” shows the newest ids"
            )
        }
    }

    private static func check(_ limit: Int, page: Int, _ action: String)
        throws(AdministrationError)
    {
        guard page > 0, 1...longestTaskPage ~= limit else {
            throw AdministrationError(
                .invalid,
                "\(action): the page or the limit is out of range",
                hint: "give a page from 1, and a limit from 1 to \(longestTaskPage)"
            )
        }
    }

    private static func noPages(_ action: String) -> AdministrationError {
        AdministrationError(
            .invalid,
            "\(action): this selection has no pages, because no index serves it",
            hint: "leave out --page, and go on with the --until that the list names"
        )
    }
}

extension Installation {
    /// The selection with what it names looked up.
    func filter(_ selection: TaskSelection) throws(AdministrationError) -> TaskFilter {
        TaskFilter(
            user: try selection.user.map { name throws(AdministrationError) in
                try user(named: name).id
            },
            channel: try selection.channel.map { text throws(AdministrationError) in
                try channel(text, for: "find channel “\(text)”").id
            },
            status: selection.status,
            start: selection.since,
            end: selection.until
        )
    }

    private func shown(
        _ tasks: [MidjourneyTask],
        total: Int? = nil,
        continuation: Milliseconds? = nil
    ) throws(StorageError) -> TaskPage {
        TaskPage(
            tasks: makeHotState().overlay(tasks),
            owners: try store.userNames(Set(tasks.map(\.userID))),
            total: total,
            continuation: continuation
        )
    }
}

extension Int {
    fileprivate func multipliedClamping(by other: Int) -> Int {
        let (product, overflowed) = multipliedReportingOverflow(by: other)
        return overflowed ? .max : product
    }
}
