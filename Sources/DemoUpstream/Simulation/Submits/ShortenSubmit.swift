import Domain

/// `/mj/submit/shorten`: which words of a prompt count.
struct ShortenSubmit: Submit {
    private let request: SubmitRequest
    private let prompt: String

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        self.request = request
        // Blank is accepted, here and nowhere else.
        prompt = request.body["prompt"]?.trimmedString ?? ""
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        let order = TaskOrder(
            action: .shorten,
            prompt: prompt,
            promptEn: simulation.settings.translates ? PromptText.english(prompt) : prompt,
            description: { [prompt] _ in "/shorten \(prompt)" },
            fields: SubmitFields(request, prompt: prompt),
            product: .analysis(isDetailed: false),
            pace: .silent,
            picture: .none,
            orders: request.orders.adding(prompt: prompt),
            idFault: request.idFault
        )
        return simulation.screen(order, at: now)
    }
}
