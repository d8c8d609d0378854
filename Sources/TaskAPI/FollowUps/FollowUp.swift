import Domain

/// A task that goes on with another, on the channel that has it.
struct FollowUp {
    let parent: ParentTask
    let identity: Identity
    let form: SubmitForm
    /// Of the channel.
    let route: String
    /// For the channel, in its words: what the client sent, with `members` of ours.
    let body: [String: JSONValue]
    let action: TaskAction
    /// What was done to the parent, such as `U1`.
    let label: String
    var count = 1

    /// - Parameter members: nil takes one out.
    init(
        of parent: ParentTask,
        by identity: Identity,
        _ form: SubmitForm,
        to route: String,
        with members: [String: JSONValue?],
        action: TaskAction,
        label: String
    ) {
        self.parent = parent
        self.identity = identity
        self.form = form
        self.route = route
        self.action = action
        self.label = label
        var body = form.body
        for (name, value) in members { body[name] = value }
        body["taskId"] = .string(parent.upstreamID)
        self.body = body
    }

    var draft: Submission.Draft {
        // What is not asked for goes on as the parent's prompt says.
        let mode = SpeedMode.choice(path: form.mode, filter: [], prompt: parent.task.prompt)
        let others = form.possibleModes
        return Submission.Draft(
            identity: identity,
            action: action,
            mode: mode,
            possibleModes: others.isEmpty ? [] : others.union(mode.map { [$0] } ?? []),
            prompt: parent.task.prompt,
            promptEn: parent.task.promptEn,
            details: TaskDetails(
                state: form.state,
                description: "/up \(parent.task.mjID) \(label)",
                notifyHook: form.notifyHook,
                parent: parent.task.mjID
            ),
            route: route,
            body: body,
            target: .pinned(parent.channelID),
            count: count
        )
    }
}
