import Domain

/// `POST /mj/submit/change`: a button of a grid, said the older way.
struct ChangeRequest: FollowUpRequest {
    let taskID: String
    let change: Change
    let form: SubmitForm

    init(_ form: SubmitForm) throws(Problem) {
        taskID = form.taskID
        guard !taskID.isEmpty else { throw .contract(code: 4, .contract("taskId不能为空")) }
        guard let kind = Change.Kind(rawValue: form.word("action")) else {
            throw .contract(code: 4, .contract("action参数错误"))
        }
        let index = form.fields.members["index"]
        guard let change = Change(kind, index: index?.integer ?? index?.string.flatMap(Int64.init))
        else { throw .contract(code: 4, .contract("index参数错误")) }
        self.change = change
        self.form = form
    }

    func reply(to identity: Identity, by submission: Submission) throws -> SubmitReply {
        let parent = try ParentTask(taskID, of: identity, in: submission.store)
        return try submission.submit(change, of: parent, form, identity)
    }
}

/// `POST /mj/submit/simple-change`: the same as one text, `1320098173412546 U2`.
struct SimpleChangeRequest: FollowUpRequest {
    let taskID: String
    let change: Change
    let form: SubmitForm

    init(_ form: SubmitForm) throws(Problem) {
        guard let content = form.fields.members["content"]?.string,
            let (taskID, change) = Change.parse(content)
        else { throw .contract(code: 4, .contract("content参数错误")) }
        self.taskID = taskID
        self.change = change
        var form = form
        form.fields.members["content"] = nil
        self.form = form
    }

    func reply(to identity: Identity, by submission: Submission) throws -> SubmitReply {
        let parent = try ParentTask(taskID, of: identity, in: submission.store)
        return try submission.submit(change, of: parent, form, identity)
    }
}

extension Submission {
    /// As the button that does the same, where the parent has one: some channels know only those.
    func submit(
        _ change: Change,
        of parent: ParentTask,
        _ form: SubmitForm,
        _ identity: Identity
    ) throws -> SubmitReply {
        let button = change.button(in: parent.buttons)
        guard button != nil || parent.task.action.isGrid else {
            throw Problem.contract(code: 4, .contract("关联任务不允许执行变化"))
        }
        var members: [String: JSONValue?] = ["action": nil, "index": nil, "customId": nil]
        if let button {
            members["customId"] = .string(button)
        } else {
            members["action"] = .string(change.kind.rawValue)
            // Some channels want one of a reroll, too.
            members["index"] = .integer(Int64(change.index ?? 1))
        }
        let followUp = FollowUp(
            of: parent,
            by: identity,
            form,
            to: button == nil ? "/mj/submit/change" : "/mj/submit/action",
            with: members,
            action: change.action,
            label: change.text
        )
        return try submit(followUp.draft)
    }
}
