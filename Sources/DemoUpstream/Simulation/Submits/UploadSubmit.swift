import Domain

/// `/mj/submit/upload-discord-images`: addresses for pictures, and no task.
struct UploadSubmit: Submit {
    private let pictures: [Uploads.File]

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        let items = request.body["base64Array"]?.array ?? []
        guard !items.isEmpty else { throw .invalid("base64 参数错误") }
        var pictures: [Uploads.File] = []
        for item in items {
            guard let text = item.string, let picture = Uploads.File(dataURL: text) else {
                throw .invalid("base64格式错误")
            }
            pictures.append(picture)
        }
        self.pictures = pictures
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        guard simulation.accounts.contains(where: { !$0.isPaused }) else {
            return .refused(code: 4, "实例不存在或不可用")
        }
        return .uploaded(pictures.map { simulation.uploads.add($0) })
    }
}
