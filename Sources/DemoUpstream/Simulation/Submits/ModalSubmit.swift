import Domain

/// `/mj/submit/modal`: the answer to what a task asked with code 21.
struct ModalSubmit: Submit {
    private let request: SubmitRequest
    private let taskID: String
    private let prompt: String?
    private let mask: String?

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        guard let taskID = request.body["taskId"]?.idText, !taskID.isEmpty else {
            throw .invalid("参数错误")
        }
        self.request = request
        self.taskID = taskID
        prompt = request.body["prompt"]?.trimmedString
        mask = request.body["maskBase64"]?.nonEmptyString
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        guard let task = simulation.task(taskID) else { return .parentMissing }
        let isWaiting = task.view(at: now).status == TaskStatus.modal.rawValue
        guard let dialog = task.order.dialog,
            isWaiting || simulation.settings.secondModal == .accept
        else { return .refused(code: 4, "关联任务状态错误") }
        var order = task.order
        if let prompt {
            order.prompt = prompt
            order.promptEn = simulation.settings.translates ? PromptText.english(prompt) : prompt
            order.orders = request.orders.adding(prompt: prompt)
        }
        do throws(Refusal) {
            try check(dialog, order, simulation.settings.profile)
        } catch {
            return error.reply
        }
        // A mask that is not checked may be anything.
        if dialog == .customZoom, let zoom = Self.zoom(in: order.prompt) {
            order.picture = .painting(task.subject.zoomedOut(by: zoom))
        }
        if let state = request.body["state"]?.string { order.fields.state = state }
        if let hook = request.body["notifyHook"]?.nonEmptyString { order.fields.notifyHook = hook }
        if let word = PromptText.bannedWord(in: order.promptEn) {
            guard simulation.settings.profile.bansLate else {
                return .banned(promptEn: order.promptEn, word: word)
            }
            order.orders.failure = "可能包含敏感词"
        }
        return simulation.answer(task.id, with: order, at: now)
    }

    private func check(
        _ dialog: Dialog,
        _ order: TaskOrder,
        _ profile: Profile
    ) throws(Refusal) {
        guard profile.checksModals else { return }
        switch dialog {
        case .customZoom:
            guard let zoom = Self.zoom(in: order.prompt), (1...2).contains(zoom) else {
                throw .invalid("prompt需要设置--zoom(1到2之间)")
            }
        case .region:
            guard let mask else { throw .invalid("maskBase64不能为空") }
            guard Uploads.File(dataURL: mask) != nil else { throw .invalid("base64格式错误") }
        case .prompt:
            break
        }
    }

    /// `Cat --zoom 1.5`.
    private static func zoom(in prompt: String) -> Double? {
        let words = prompt.split(whereSeparator: \.isWhitespace)
        guard let flag = words.lastIndex(of: "--zoom"), flag + 1 < words.count else { return nil }
        return Double(words[flag + 1])
    }
}
