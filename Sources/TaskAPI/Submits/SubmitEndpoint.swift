import Domain

/// A submit that makes one task.
struct SubmitEndpoint<Kind: SubmitRequest>: Endpoint {
    let intake: SubmitIntake
    let submission: Submission

    func answer(_ request: Request, id: String?) throws -> Answer {
        try intake.answer(request) { identity, form in
            let submit = try Kind(form)
            var draft = Submission.Draft(
                identity: identity,
                action: Kind.action,
                mode: form.mode,
                possibleModes: form.possibleModes,
                prompt: form.prompt,
                details: TaskDetails(
                    state: form.state,
                    notifyHook: form.notifyHook,
                    properties: properties(of: submit)
                ),
                describe: { submit.description(of: $0) },
                route: Kind.route,
                body: submit.form.body
            )
            if !submit.parent.isEmpty {
                let parent = try ParentTask(submit.parent, of: identity, in: intake.context.store)
                draft.follow(parent)
            }
            return try submission.submit(draft)
        }
    }

    /// What reads show before the channel has reported any.
    private func properties(of submit: Kind) -> String {
        guard Kind.action != .swapFace else { return "" }
        return #"{"botType":"\#(submit.form.botType)"}"#
    }
}
