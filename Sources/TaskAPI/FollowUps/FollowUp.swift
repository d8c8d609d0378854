import Domain

/// A task that goes on with another, on the channel that has it.
struct FollowUp {
    let parent: ParentTask
    let identity: Identity
    let form: SubmitForm
    /// For the channel, in its words.
    let body: [String: JSONValue]
    var route = "/mj/submit/action"
    var action = TaskAction.action
    /// What was done to the parent, such as `U1`.
    var label = ""
    var count = 1

    var draft: Submission.Draft {
        Submission.Draft(
            identity: identity,
            action: action,
            // What is not asked for goes on as the parent's prompt says.
            mode: SpeedMode.choice(path: form.mode, filter: [], prompt: parent.task.prompt),
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
