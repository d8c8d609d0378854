/// A page of a task list, as asked for: checked, in our units.
package struct ListQuery: Sendable, Equatable {
    package enum Scope: Sendable, Equatable {
        case user(UserID)
        /// All users; `channelID` nil means every channel.
        case everyone(channelID: ChannelID?)
    }

    package var scope: Scope
    /// Counted from 1.
    package var page: Int
    /// 1 to 100.
    package var pageSize: Int
    package var mjID: String?
    /// Submitted at or after, in milliseconds.
    package var start: Milliseconds?
    /// Submitted at or before, in milliseconds.
    package var end: Milliseconds?

    package init(
        scope: Scope,
        page: Int = 1,
        pageSize: Int = 20,
        mjID: String? = nil,
        start: Milliseconds? = nil,
        end: Milliseconds? = nil
    ) {
        self.scope = scope
        self.page = page
        self.pageSize = pageSize
        self.mjID = mjID
        self.start = start
        self.end = end
    }
}

/// The rows of a page, newest first, with the exact number of all matches.
package struct ListPage: Sendable, Equatable {
    package var tasks: [MidjourneyTask]
    package var total: Int

    package init(tasks: [MidjourneyTask], total: Int) {
        self.tasks = tasks
        self.total = total
    }
}
