import Domain

/// `/mj/submit/imagine`.
struct ImagineSubmit: Submit {
    let prompt: String
    let fields: SubmitFields
    private let orders: PromptOrders
    private let idFault: IDFault?
    private let translates: Bool

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        guard let prompt = request.body["prompt"]?.trimmedString else {
            throw .invalid("prompt不能为空")
        }
        for picture in request.body["base64Array"]?.array ?? [] {
            guard let text = picture.string, Uploads.File(picture: text, settings.profile) != nil
            else { throw .invalid("base64格式错误") }
        }
        self.prompt = prompt
        fields = SubmitFields(request, prompt: prompt)
        orders = request.orders.adding(prompt: prompt)
        idFault = request.idFault
        translates = settings.translates
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        let order = TaskOrder(
            action: .imagine,
            prompt: prompt,
            promptEn: translates ? PromptText.english(prompt) : prompt,
            description: { [prompt] _ in "/imagine \(prompt)" },
            fields: fields,
            orders: orders,
            idFault: idFault
        )
        return simulation.screen(order, at: now)
    }
}
