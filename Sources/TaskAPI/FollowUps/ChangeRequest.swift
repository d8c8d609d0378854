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
        try submission.submit(change, of: taskID, form, identity)
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
        try submission.submit(change, of: taskID, form, identity)
    }
}

extension Submission {
    /// As the button that does the same, where the parent has one: some channels know only those.
    fileprivate func submit(
        _ change: Change,
        of taskID: String,
        _ form: SubmitForm,
        _ identity: Identity
    ) throws -> SubmitReply {
        let parent = try ParentTask(taskID, of: identity, in: store)
        let button = change.button(in: parent.buttons)
        guard button != nil || parent.task.action.isGrid else {
            throw Problem.contract(code: 4, .contract("关联任务不允许执行变化"))
        }
        var body = form.body
        body["taskId"] = .string(parent.upstreamID)
        body["action"] = button == nil ? .string(change.kind.rawValue) : nil
        body["index"] = button == nil ? change.index.map { .integer(Int64($0)) } : nil
        body["customId"] = button.map(JSONValue.string)
        var followUp = FollowUp(parent: parent, identity: identity, form: form, body: body)
        followUp.route = button == nil ? "/mj/submit/change" : "/mj/submit/action"
        followUp.action = change.action
        followUp.label = change.text
        return try submit(followUp.draft)
    }
}

extension TaskAction {
    /// Whether its picture is four to choose from, wherever the channel gave no buttons.
    fileprivate var isGrid: Bool {
        switch self {
        case .imagine, .variation, .lowVariation, .highVariation, .inpaint, .reroll, .blend: true
        default: false
        }
    }
}
