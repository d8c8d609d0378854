import Domain

/// `/mj/submit/edit`, `/edits` and `/retexture`: a picture and what to make of it.
struct EditSubmit: Submit {
    private let request: SubmitRequest
    private let prompt: String

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        guard let image = request.body["image"]?.nonEmptyString,
            let prompt = request.body["prompt"]?.trimmedString
        else { throw .invalid("image或prompt不能为空") }
        let isLink = image.hasPrefix("http://") || image.hasPrefix("https://")
        // The route came with the successor: it takes all three kinds of pictures everywhere.
        guard isLink || Uploads.File(picture: image, .csharp) != nil else {
            throw .invalid("base64格式错误")
        }
        self.request = request
        self.prompt = prompt
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        let isRetexture = request.name == .retexture
        let command = isRetexture ? "/retexture" : "/edit"
        let order = TaskOrder(
            action: TaskAction(rawValue: isRetexture ? "RETEXTURE" : "EDIT"),
            prompt: prompt,
            promptEn: simulation.settings.translates ? PromptText.english(prompt) : prompt,
            description: { [prompt] _ in "\(command) \(prompt)" },
            fields: SubmitFields(request, prompt: prompt),
            orders: request.orders.adding(prompt: prompt),
            idFault: request.idFault
        )
        return simulation.screen(order, at: now)
    }
}
