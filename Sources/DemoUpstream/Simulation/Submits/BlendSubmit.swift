import Domain

/// `/mj/submit/blend`: one picture out of two to five.
struct BlendSubmit: Submit {
    private let request: SubmitRequest
    private let count: Int

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        let pictures = request.body["base64Array"]?.array ?? []
        guard (2...5).contains(pictures.count) else {
            let isSuccessor = settings.profile == .csharp
            throw .invalid(isSuccessor ? "图片参数错误，2~5张图片" : "base64List参数错误")
        }
        let dimensions = request.body["dimensions"] ?? .string("SQUARE")
        guard ["PORTRAIT", "SQUARE", "LANDSCAPE"].contains(dimensions.string) else {
            throw .invalid("dimensions参数错误")
        }
        for picture in pictures {
            guard let text = picture.string, Uploads.File(picture: text, settings.profile) != nil
            else { throw .invalid("base64格式错误") }
        }
        self.request = request
        count = pictures.count
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        let order = TaskOrder(
            action: .blend,
            prompt: "",
            promptEn: "",
            description: { [count] id in "/blend \(id) \(count)" },
            fields: SubmitFields(request),
            orders: request.orders,
            idFault: request.idFault
        )
        return simulation.enqueue(order, at: now)
    }
}
