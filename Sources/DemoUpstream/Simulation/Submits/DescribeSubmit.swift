import Domain

/// `/mj/submit/describe`: prompts for a picture.
struct DescribeSubmit: Submit {
    private let request: SubmitRequest
    private let picture: Uploads.File

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        self.request = request
        let base64 = request.body["base64"]?.nonEmptyString
        guard let text = base64 ?? (settings.profile.takesLinks ? Self.link(request) : nil) else {
            throw .invalid(settings.profile.takesLinks ? "base64或link不能为空" : "base64不能为空")
        }
        if base64 == nil, !text.hasPrefix("http://"), !text.hasPrefix("https://") {
            throw .invalid("链接格式错误")
        }
        guard let picture = Uploads.File(picture: text, settings.profile) else {
            throw .invalid("base64格式错误")
        }
        self.picture = picture
    }

    private static func link(_ request: SubmitRequest) -> String? {
        request.body["link"]?.nonEmptyString
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        let ending = picture.type.split(separator: "/").last ?? "png"
        let isShort = simulation.settings.profile == .csharp
        let order = TaskOrder(
            action: .describe,
            prompt: "",
            promptEn: "",
            description: { isShort ? "/describe" : "/describe \($0).\(ending)" },
            fields: SubmitFields(request),
            product: .description,
            pace: .silent,
            picture: picture.bytes.isEmpty ? .own : .upload(simulation.uploads.add(picture)),
            orders: request.orders,
            idFault: request.idFault
        )
        return simulation.enqueue(order, at: now)
    }
}
