import Domain
import Storage

/// `POST /mj/submit/action`: a button pressed.
struct ActionRequest: FollowUpRequest {
    let taskID: String
    let customID: String
    let form: SubmitForm

    init(_ form: SubmitForm) throws(Problem) {
        taskID = form.taskID
        customID = form.word("customId")
        // Discord's are 100 at most; some channels make up their own.
        guard !taskID.isEmpty, (1...1024).contains(customID.utf8.count),
            !customID.utf8.contains(0)
        else { throw .contract(code: 4, .contract("参数错误")) }
        self.form = form
    }

    func reply(to identity: Identity, by submission: Submission) throws -> SubmitReply {
        let parent = try ParentTask(taskID, of: identity, in: submission.store)
        let button = CustomID(customID)
        // Those that such a parent is shown with are ours; its channel knows changes.
        if parent.buttons.all.isEmpty, parent.task.action.isGrid, let change = Change(button) {
            return try submission.submit(change, of: parent, form, identity)
        }
        var followUp = FollowUp(
            of: parent,
            by: identity,
            form,
            to: "/mj/submit/action",
            with: ["customId": .string(customID)],
            action: button.action,
            label: label(of: button, in: parent)
        )
        switch button.family {
        case .bookmark:
            // It charges nobody, and so does not go through what looks at the token again.
            guard try submission.store.mayDo(button.action, token: identity.tokenID) else {
                throw Problem(.actionNotAllowed(button.action))
            }
            return try submission.forward(
                followUp.body,
                to: followUp.route,
                on: parent.channelID,
                result: parent.task.mjID
            )
        case .allDescribedPrompts:
            followUp.count = parent.buttons.describedPrompts
            guard followUp.count > 0 else {
                throw Problem.contract(code: 4, .contract("无效的 PicReader 索引"))
            }
            return try submission.submit(followUp.draft)
        default:
            return try submission.submit(followUp.draft)
        }
    }

    /// `U2`, `V1`, `R` as the older change says it, else what stands on the button.
    private func label(of button: CustomID, in parent: ParentTask) -> String {
        switch (button.family, button.index) {
        case (.upscale, let index?): return "U\(index)"
        case (.variation, let index?): return "V\(index)"
        case (.reroll, _): return "R"
        default:
            let found = parent.buttons[customID]
            let texts = [found?.label ?? "", found?.emoji ?? "", button.action.rawValue]
            return texts.first { !$0.isEmpty } ?? ""
        }
    }
}
