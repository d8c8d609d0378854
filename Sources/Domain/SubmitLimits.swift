/// How much may be submitted; 0 is no limit.
package struct SubmitLimits: Sendable, Equatable {
    package var submitsPerMinute: Int
    /// Tasks under way at the same time.
    package var concurrentTasks: Int

    package init(submitsPerMinute: Int = 0, concurrentTasks: Int = 0) {
        self.submitsPerMinute = submitsPerMinute
        self.concurrentTasks = concurrentTasks
    }
}

/// Why a submit is not taken though it is let in and could be paid. Nothing was charged or counted.
package enum SubmitRefusal: Sendable, Equatable {
    /// The token is limited to other actions.
    case actionNotAllowed(TaskAction)
    case tooManySubmits(retryAfter: Milliseconds)
    case tooManyTasks
}
