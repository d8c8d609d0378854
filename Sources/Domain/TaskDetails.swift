/// The parts of a task that only a single read shows; kept out of the rows that lists walk.
package struct TaskDetails: Sendable, Equatable {
    /// The client's own `state`, echoed to it. The one that channels see is ours.
    package var state: String
    /// What midjourney-proxy calls `description`, such as `/imagine cat`.
    package var description: String
    /// The client's `notifyHook`, else the operator's; empty: nobody is called back.
    package var notifyHook: String
    /// `buttons` as compact JSON text, an array. Empty: the channel has said nothing of any.
    package var buttons: String
    /// `properties` as compact JSON text, an object. Empty: none yet.
    package var properties: String
    /// `mj_id` of the task that this one follows up; empty: none.
    package var parent: String
    /// The part of the channel's hook path that nobody can guess; empty: the channel has no hook.
    /// Never shown.
    package var hookSecret: String
    /// The picture's seed, once a channel has told it.
    package var seed: String
    /// What the channel answered last, to the submit or to a modal call; nil: no answer is known.
    package var answerCode: Int?

    package init(
        state: String = "",
        description: String = "",
        notifyHook: String = "",
        buttons: String = "",
        properties: String = "",
        parent: String = "",
        hookSecret: String = "",
        seed: String = "",
        answerCode: Int? = nil
    ) {
        self.state = state
        self.description = description
        self.notifyHook = notifyHook
        self.buttons = buttons
        self.properties = properties
        self.parent = parent
        self.hookSecret = hookSecret
        self.seed = seed
        self.answerCode = answerCode
    }
}
