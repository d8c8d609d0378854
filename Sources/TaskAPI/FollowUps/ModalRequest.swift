import Domain
import Storage

/// `POST /mj/submit/modal`: what a task that waits in MODAL was asked for.
struct ModalRequest: FollowUpRequest {
    let taskID: String
    let mask: String
    let form: SubmitForm

    init(_ form: SubmitForm) throws(Problem) {
        taskID = form.taskID
        guard !taskID.isEmpty else { throw .contract(code: 4, .contract("参数错误")) }
        mask = try form.fields.text("maskBase64")
        guard mask.isEmpty || DataURL.isValid(mask) else {
            throw .contract(code: 4, .contract("base64格式错误"))
        }
        self.form = form
    }

    func reply(to identity: Identity, by submission: Submission) throws -> SubmitReply {
        guard TaskID.isPlausible(taskID),
            let (task, details) = try submission.store.task(taskID, owner: identity.userID)
        else { throw Problem.parentUnknown }
        guard task.status == .modal else { throw Problem.wrongTaskState }
        guard !task.isModalSent else {
            return try submission.repeatModal(of: task.mjID, prompt: form.prompt)
        }
        guard let channelID = task.channelID, let upstreamID = task.upstreamID,
            !upstreamID.isEmpty
        else { throw Problem.parentUnknown }
        try check(task, details)

        let mode = form.mode ?? task.mode
        var body = form.body
        if let mode {
            // What was asked for with the button holds on, and is paid for again.
            var filter = try form.fields.object("accountFilter")
            filter["modes"] = .array([.string(mode.rawValue)])
            body["accountFilter"] = .object(filter)
        }
        body["taskId"] = .string(upstreamID)
        body["prompt"] = form.prompt.isEmpty ? nil : form.body["prompt"]
        body["maskBase64"] = mask.isEmpty ? nil : .string(mask)
        return try submission.confirm(
            ModalCall(
                mjID: task.mjID,
                userID: identity.userID,
                tokenID: identity.tokenID,
                mode: mode,
                possibleModes: mode == nil ? form.possibleModes : [],
                prompt: form.prompt,
                state: form.state,
                notifyHook: form.notifyHook
            ),
            with: body,
            hookSecret: details.hookSecret,
            on: channelID
        )
    }

    /// What the dialog of the task's button must be told.
    private func check(_ task: MidjourneyTask, _ details: TaskDetails) throws(Problem) {
        // A channel that answered a modal call with another question has what it was told before.
        // One that refused the call has not.
        let isFirst = task.attempt == 1 || details.answerCode != 21
        switch task.action {
        case .inpaint:
            guard !mask.isEmpty || !isFirst else {
                throw .contract(code: 4, .invalidParameter(name: "maskBase64", .mask))
            }
        case .customZoom:
            guard !form.prompt.isEmpty || isFirst else { return }
            let prompt = form.prompt.isEmpty ? task.prompt : form.prompt
            guard !prompt.isEmpty else { throw .contract(code: 4, .contract("prompt不能为空")) }
            guard ZoomFactor.isValid(in: prompt) else {
                throw .contract(code: 4, .invalidParameter(name: "prompt", .zoom))
            }
        default:
            return
        }
    }
}
