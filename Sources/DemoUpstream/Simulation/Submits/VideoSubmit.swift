import Domain

/// `/mj/submit/video`: a film of a picture, or more of a film.
struct VideoSubmit: Submit {
    private let request: SubmitRequest
    private let prompt: String
    private let parentID: String?

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        guard let prompt = request.body["prompt"]?.trimmedString else {
            throw .invalid("Prompt 不能为空")
        }
        let taskID = request.body["taskId"]?.idText ?? ""
        if !taskID.isEmpty, request.body["action"]?.string?.lowercased() != "extend" {
            throw .invalid("任务类型错误")
        }
        for name in ["image", "endImage"] {
            guard let image = request.body[name]?.nonEmptyString else { continue }
            guard Uploads.File(picture: image, .csharp) != nil else { throw .invalid("base64格式错误") }
        }
        self.request = request
        self.prompt = prompt
        parentID = taskID.isEmpty ? nil : taskID
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        var order = TaskOrder(
            action: .video,
            prompt: prompt,
            promptEn: simulation.settings.translates ? PromptText.english(prompt) : prompt,
            description: { [prompt] _ in "/video \(prompt)" },
            fields: SubmitFields(request, prompt: prompt),
            product: .videoGrid,
            orders: request.orders.adding(prompt: prompt),
            idFault: request.idFault
        )
        if let parentID {
            guard let parent = simulation.task(parentID) else { return .parentMissing }
            guard parent.view(at: now).isSuccess, parent.order.product.isVideo else {
                return .refused(code: 4, "关联任务状态错误")
            }
            order.fields = SubmitFields(request, following: parent)
            order.parentID = parentID
            order.picture = .painting(parent.subject)
        }
        return simulation.screen(order, at: now)
    }
}
