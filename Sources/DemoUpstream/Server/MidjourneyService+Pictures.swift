import Domain

/// What hangs in the gallery, and how it is handed out.
extension MidjourneyService {
    /// A picture, an upload or a video; a part of it when so asked.
    func file(_ route: MidjourneyRoute, _ request: DemoRequest) async -> Answer {
        let (settings, now) = world.withState { ($0.simulation.settings.pictures, $0.now) }
        func moment(_ name: String) -> Milliseconds? {
            request.query[name].flatMap { Milliseconds($0, radix: 16) }
        }
        var answer: Answer
        if let expiry = moment("ex"), now > expiry {
            answer = .text("This content is no longer available.\n", status: 403)
        } else {
            let isOther = moment("new").map { now > $0 } ?? false
            answer = await file(route, isOther: isOther)
        }
        if settings.allowsOrigins { answer.headers["access-control-allow-origin"] = "*" }
        guard settings.hasRanges, answer.status == 200 else { return answer }
        answer.headers["accept-ranges"] = "bytes"
        if let range = request.headers["range"] { answer.cut(to: range) }
        return answer
    }

    private func file(_ route: MidjourneyRoute, isOther: Bool) async -> Answer {
        switch route {
        case .picture(var name):
            if isOther { name.subject.seed &+= 1 }
            guard let file = try? await gallery.file(name) else { return .status(503) }
            return Answer(type: name.type, bytes: file)
        case .upload(let name):
            let file = world.withState { $0.simulation.uploads.file(name) }
            return file.map { Answer(type: $0.type, bytes: $0.bytes) } ?? .status(404)
        case .video:
            return Answer(type: "video/mp4", bytes: Video.mp4)
        default:
            return .status(404)
        }
    }

    /// Pictures are where the server was asked: that address works for whoever asked.
    func pictures(_ request: DemoRequest, _ settings: BehaviorSettings) -> String {
        let base = settings.pictures.base
        guard base.isEmpty else { return base }
        return "http://\(request.headers["host"] ?? "127.0.0.1")/mj/image-like"
    }
}

extension Answer {
    /// `bytes=0-99`, `bytes=100-`, `bytes=-100` (RFC 9110 §14.1.2); anything else is ignored, as
    /// servers may.
    mutating func cut(to range: String) {
        guard range.hasPrefix("bytes="), !range.contains(",") else { return }
        let parts = range.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let size = bytes.count
        let first: Int
        var last = size - 1
        if let start = Int(parts[0]) {
            first = start
            if let end = Int(parts[1]) { last = min(last, end) }
        } else if let length = Int(parts[1]) {
            first = max(0, size - length)
        } else {
            return
        }
        guard first >= 0, first <= last else {
            status = 416
            bytes = []
            headers["content-range"] = "bytes */\(size)"
            return
        }
        status = 206
        headers["content-range"] = "bytes \(first)-\(last)/\(size)"
        bytes = Array(bytes[first...last])
    }
}
