import Domain
import Glibc

/// What a task object depends on besides the task.
struct TaskRendering: Sendable {
    var now: Milliseconds
    /// Where the pictures are, such as `http://host:port/mj/image-like`.
    var pictures = ""
    var settings = BehaviorSettings()
    var withDisplays = false

    var profile: Profile { settings.profile }

    /// With the moment at which it expires (as Discord has it, `ex` in hexadecimal digits), if so
    /// set.
    func url(_ path: String, _ oddity: String? = nil) -> String {
        let lifetime = settings.pictures.lifetime
        let expiry = lifetime > 0 ? "ex=\(String(now + lifetime, radix: 16))" : nil
        let query = [expiry, oddity].compactMap(\.self).joined(separator: "&")
        return "\(pictures)/\(path)" + (query.isEmpty ? "" : "?" + query)
    }
}

extension DemoTask {
    /// The task object: nulls are sent.
    func json(_ rendering: TaskRendering) -> JSONValue {
        let profile = rendering.profile
        var view = view(at: rendering.now)
        if profile.cancelsAsFailure, view.status == TaskStatus.cancel.rawValue {
            (view.status, view.failReason) = (TaskStatus.failure.rawValue, "取消任务")
        }
        var members: [String: JSONValue] = [
            "id": .string(id), "action": .string(actionName(profile)),
            "status": .string(view.status), "prompt": .string(order.prompt),
            "promptEn": .string(promptEn(view, profile)),
            "description": .string(order.description(id)),
            "state": .orNull(rendering.settings.keepsState ? order.fields.state : nil),
            "submitTime": .integer(submitTime), "startTime": .orNull(view.startTime),
            "finishTime": .orNull(view.finishTime), "progress": .orNull(view.progress),
            "imageUrl": .orNull(imageURL(view, rendering)),
            "failReason": .orNull(view.failReason),
            "properties": .object(properties(view, rendering)),
        ]
        if profile.showsButtons {
            members["buttons"] = .array(view.isSuccess ? buttons(for: profile).map(\.json) : [])
        }
        if profile.showsMode { members["mode"] = .orNull(order.fields.mode?.rawValue) }
        if rendering.withDisplays { members["displays"] = displays(view, profile) }
        if order.product.isVideo, view.isSuccess {
            members.merge(videos(rendering)) { _, new in new }
        }
        if profile == .csharp {
            members.merge(successorMembers(view, rendering)) { old, _ in old }
        }
        bend(&members, view, rendering)
        return .object(members)
    }

    func actionName(_ profile: Profile) -> String {
        order.orders.action ?? order.action.rawValue
    }

    /// Without those whose families the C# server does not know.
    func buttons(for profile: Profile) -> [Button] {
        guard profile == .csharp else { return buttons }
        return buttons.filter { button in
            switch button.effect {
            case .follow(let follow): !follow.isUnknownToCSharp
            case .bookmark: false
            case .imagineAll, .describeAgain: true
            }
        }
    }

    private func promptEn(_ view: View, _ profile: Profile) -> String {
        profile.translatesLate && view.startTime == nil ? order.prompt : order.promptEn
    }

    private func imageURL(_ view: View, _ rendering: TaskRendering) -> String? {
        switch (view.picture, order.picture) {
        case (.forced(let url), _): return url
        case (.none, _), (_, .none): return nil
        case (.final, .upload(let path)): return rendering.url(path)
        case (.preview, .upload): return nil
        case (.preview(let step), .own), (.preview(let step), .painting):
            let name = PictureName(subject: subject, kind: .preview(step: step))
            return rendering.url(name.path)
        case (.final, .own), (.final, .painting):
            let name = PictureName(subject: subject, kind: .final)
            return rendering.url(name.path, pictureOddity)
        }
    }

    private func videos(_ rendering: TaskRendering) -> [String: JSONValue] {
        let count = order.product == .video ? 1 : 4
        let urls = (0..<count).map { rendering.url("video/\(id)_\($0).mp4") }
        return [
            "videoUrl": .string(urls[0]),
            "videoUrls": .array(urls.map { .object(["url": .string($0), "thumbnail": .null]) }),
        ]
    }

    /// What the administrators' page of plus reads of each row.
    func displays(_ view: View, _ profile: Profile) -> JSONValue {
        .object([
            "status": .string(view.status), "action": .string(actionName(profile)),
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
