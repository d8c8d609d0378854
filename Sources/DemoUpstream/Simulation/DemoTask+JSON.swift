import Domain
import Glibc

extension DemoTask {
    /// The task object of midjourney-proxy-plus: nulls are sent.
    ///
    /// - Parameter pictures: where the pictures are, such as `http://host:port/mj/image-like`.
    func json(at now: Milliseconds, pictures: String, withDisplays: Bool = false) -> JSONValue {
        let view = view(at: now)
        var members: [String: JSONValue] = [
            "id": .string(id), "action": .string(action.rawValue), "status": .string(view.status),
            "prompt": .string(prompt), "promptEn": .string(promptEn),
            "description": .string("/imagine \(prompt)"), "state": .orNull(state),
            "submitTime": .integer(submitTime), "startTime": .orNull(view.startTime),
            "finishTime": .orNull(view.finishTime), "progress": .orNull(view.progress),
            "imageUrl": .orNull(imageURL(view.picture, pictures)),
            "failReason": .orNull(view.failReason), "properties": properties(view),
            "buttons": .array(view.isSuccess ? gridButtons : []),
        ]
        if withDisplays { members["displays"] = displays(view) }
        return .object(members)
    }

    private func imageURL(_ picture: Picture, _ pictures: String) -> String? {
        let name = PictureName(seed: seed, kind: .final)
        switch picture {
        case .none: return nil
        case .preview(let step):
            return "\(pictures)/\(PictureName(seed: seed, kind: .preview(step: step)).path)"
        case .final: return "\(pictures)/\(name.path)"
        case .forced(let url): return url
        }
    }

    private func properties(_ view: View) -> JSONValue {
        var random = SeededRandom(seed: seed)
        var members: [String: JSONValue] = [
            "discordInstanceId": .string(accountID), "botType": .string(botType),
            "nonce": .string(random.snowflake()), "notifyHook": .orNull(notifyHook),
            "finalPrompt": .null,
        ]
        if view.startTime != nil { members["finalPrompt"] = .string(promptEn) }
        if view.isSuccess {
            members["messageId"] = .string(random.snowflake())
            members["messageHash"] = .string(jobID)
            members["messageContent"] = .string("**\(promptEn)** - <@\(accountID)> (fast)")
        }
        return .object(members)
    }

    private var jobID: String {
        var random = SeededRandom(seed: seed ^ 0x6a6f_6221)
        return random.uuid()
    }

    /// U1–U4, reroll, V1–V4.
    private var gridButtons: [JSONValue] {
        let job = jobID
        func button(_ customID: String, emoji: String = "", label: String = "") -> JSONValue {
            .object([
                "customId": .string(customID), "emoji": .string(emoji), "label": .string(label),
                "type": .integer(2), "style": .integer(2),
            ])
        }
        return (1...4).map { button("MJ::JOB::upsample::\($0)::\(job)", label: "U\($0)") }
            + [button("MJ::JOB::reroll::0::\(job)::SOLO", emoji: "🔄")]
            + (1...4).map { button("MJ::JOB::variation::\($0)::\(job)", label: "V\($0)") }
    }

    /// What the administrators' page of plus reads of each row.
    private func displays(_ view: View) -> JSONValue {
        .object([
            "status": .string(view.status), "action": .string(action.rawValue),
            "discordInstanceId": .string(accountID), "submitTime": .string(dateText(submitTime)),
            "startTime": .orNull(view.startTime.map(dateText)),
            "finishTime": .orNull(view.finishTime.map(dateText)),
        ])
    }
}

/// `2023-07-13 06:56:45`, in UTC.
private func dateText(_ time: Milliseconds) -> String {
    var seconds = time_t(time / 1_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return String(unsafeUninitializedCapacity: 32) { buffer in
        buffer.withMemoryRebound(to: CChar.self) {
            strftime($0.baseAddress, $0.count, "%Y-%m-%d %H:%M:%S", &parts)
        }
    }
}

extension JSONValue {
    static func orNull(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    static func orNull(_ number: Int64?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
}
