import Domain

/// `/mj/insight-face/swap`: a face in another picture.
struct SwapSubmit: Submit {
    private static let maximumSize = 10 << 20
    private let request: SubmitRequest

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        let face = try Self.picture(request, "source", "人脸图片")
        let target = try Self.picture(request, "target", "目标图片")
        guard face != target else { throw .invalid("人脸图片和目标图片不能相同") }
        self.request = request
    }

    /// The base64 goes before the address.
    private static func picture(
        _ request: SubmitRequest,
        _ member: String,
        _ name: String
    ) throws(Refusal) -> String {
        if let base64 = request.body[member + "Base64"]?.nonEmptyString {
            guard let file = Uploads.File(dataURL: base64) else { throw .invalid("\(name)格式错误") }
            guard file.bytes.count <= maximumSize else { throw .invalid("\(name)大小超过最大限制") }
            return base64
        }
        guard let url = request.body[member + "Url"]?.nonEmptyString else {
            throw .invalid("\(name)不能为空")
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw .invalid("\(name)URL格式错误")
        }
        return url
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        var order = TaskOrder(
            action: .swapFace,
            prompt: "",
            promptEn: "",
            description: { _ in "/swap" },
            fields: SubmitFields(request),
            product: .swap,
            pace: .quick,
            picture: .painting(Subject(seed: UInt64(simulation.salt())).picking(1)),
            orders: request.orders,
            idFault: request.idFault
        )
        order.fields.botType = "INSIGHT_FACE"
        let reply = simulation.enqueue(order, at: now)
        // The C# server has no account at Discord for it, and names none.
        guard simulation.settings.profile == .csharp, case .accepted(let id, _, let ahead) = reply
        else { return reply }
        return .accepted(id: id, account: "", ahead: ahead)
    }
}
