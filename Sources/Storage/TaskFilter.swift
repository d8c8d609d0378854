package import Domain

/// Which tasks an operator asks for; nil: any.
package struct TaskFilter: Sendable, Equatable {
    package var user: UserID?
    package var channel: ChannelID?
    package var status: TaskStatus?
    /// Submitted at or after, in milliseconds.
    package var start: Milliseconds?
    /// Submitted at or before, in milliseconds.
    package var end: Milliseconds?

    package init(
        user: UserID? = nil,
        channel: ChannelID? = nil,
        status: TaskStatus? = nil,
        start: Milliseconds? = nil,
        end: Milliseconds? = nil
    ) {
        self.user = user
        self.channel = channel
        self.status = status
        self.start = start
        self.end = end
    }

    package func matches(_ task: MidjourneyTask) -> Bool {
        user.map { $0 == task.userID } ?? true
            && channel.map { $0 == task.channelID } ?? true
            && status.map { $0 == task.status } ?? true
            && start.map { $0 <= task.submitTime } ?? true
            && end.map { $0 >= task.submitTime } ?? true
    }
}

/// The newest matches of a ``TaskFilter``, and how far back they were looked for.
package struct TaskSearch: Sendable, Equatable {
    package var tasks: [MidjourneyTask] = []
    /// When the oldest task that was looked at was submitted: older matches are found by a search
    /// that ends there. Nil: there are none.
    package var continuation: Milliseconds?
}
