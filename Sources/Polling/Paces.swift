/// Pauses that nobody needs to change, other than tests, which are in a hurry.
package struct Paces: Sendable {
    /// The shortest pause between two looks that hints ask for.
    package var hintFloor: Duration
    /// How long an answer is waited for before the channel is searched for its task.
    package var answerGrace: Duration
    /// The shortest pause between two searches of a channel.
    package var searchInterval: Duration
    /// After the first failure of a callback.
    package var callbackPause: Duration
    /// After the first failure to tell a channel of a cancelled task.
    package var cancellationPause: Duration
    /// How long a channel is told of it: after an hour it has long drawn the task.
    package var cancellationDeadline: Duration
    /// Between two looks for what is to be forgotten.
    package var forgetInterval: Duration

    package init(
        hintFloor: Duration = .milliseconds(200),
        answerGrace: Duration = .seconds(5),
        searchInterval: Duration = .seconds(3),
        callbackPause: Duration = .seconds(5),
        cancellationPause: Duration = .seconds(2),
        cancellationDeadline: Duration = .seconds(3600),
        forgetInterval: Duration = .seconds(600)
    ) {
        self.hintFloor = hintFloor
        self.answerGrace = answerGrace
        self.searchInterval = searchInterval
        self.callbackPause = callbackPause
        self.cancellationPause = cancellationPause
        self.cancellationDeadline = cancellationDeadline
        self.forgetInterval = forgetInterval
    }
}
