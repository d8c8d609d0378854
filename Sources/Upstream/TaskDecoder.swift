import Domain

/// Task objects, read in every dialect of the family.
///
/// Channels send null for everything, numbers for texts and texts for numbers. What cannot be
/// read counts as not sent; only an object without an id is no task.
enum TaskDecoder {
    /// The readable, asked-for, first-mentioned tasks of a list, and what was odd about the rest.
    ///
    /// - Parameter asked: Nil: any task will do.
    static func reports(
        _ items: [JSONValue],
        asked: Set<String>?
    ) -> (reports: [ChannelReport], oddities: Set<Oddity>) {
        var reports: [ChannelReport] = []
        var oddities: Set<Oddity> = []
        var seen: Set<String> = []
        for item in items {
            guard let report = report(item) else {
                oddities.insert(.unreadable)
                continue
            }
            guard asked?.contains(report.upstreamID) ?? true else {
                oddities.insert(.foreign)
                continue
            }
            guard seen.insert(report.upstreamID).inserted else {
                oddities.insert(.duplicate)
                continue
            }
            if report.status == nil { oddities.insert(.unknownStatus) }
            reports.append(report)
        }
        return (reports, oddities)
    }

    static func report(_ item: JSONValue) -> ChannelReport? {
        guard case .object(let members) = item, let id = members["id"]?.idText, !id.isEmpty else {
            return nil
        }
        let pictures = urls(members["imageUrls"])
        let videos = urls(members["videoUrls"])
        return ChannelReport(
            upstreamID: id,
            state: members["state"]?.idText.flatMap { $0.isEmpty ? nil : $0 },
            status: members["status"]?.string.flatMap { TaskStatus(rawValue: $0.uppercased()) },
            progress: progress(members["progress"]),
            action: text(members["action"]),
            prompt: text(members["prompt"]),
            submitTime: time(members["submitTime"]),
            notifyHook: ChannelText.bounded(members["properties"]?["notifyHook"], to: Limit.url),
            promptEn: text(members["promptEn"]),
            failReason: text(members["failReason"]),
            startTime: time(members["startTime"]),
            finishTime: time(members["finishTime"]),
            imageURL: url(members["imageUrl"]) ?? pictures.first ?? "",
            videoURL: url(members["videoUrl"]) ?? videos.first ?? "",
            videoURLs: videos,
            buttons: buttons(members["buttons"]),
            properties: properties(members["properties"])
        )
    }

    /// `"31%"`, also as a number; null, `""` and words say nothing.
    private static func progress(_ value: JSONValue?) -> Progress? {
        switch value {
        case .string(let text): Progress(text)
        case .integer(let percent): Progress(clamping: Int(percent))
        case .number(let percent) where abs(percent) < 1_000: Progress(clamping: Int(percent))
        default: nil
        }
    }

    /// Milliseconds; from seconds, too, which are below 10^11 until the year 5138.
    private static func time(_ value: JSONValue?) -> Milliseconds {
        var time: Int64?
        switch value {
        case .integer(let number): time = number
        case .number(let number): time = Int64(exactly: number.rounded())
        case .string(let text): time = Int64(text)
        default: time = nil
        }
        guard let time, time > 0 else { return 0 }
        return time < 100_000_000_000 ? time * 1_000 : time
    }

    private static func text(_ value: JSONValue?) -> String {
        ChannelText.bounded(value, to: Limit.text)
    }

    /// Only absolute http(s) addresses are of use to anyone but the channel.
    private static func url(_ value: JSONValue?) -> String? {
        guard let text = value?.string, text.utf8.count <= Limit.url else { return nil }
        let scheme = text.prefix(8).lowercased()
        guard scheme.hasPrefix("http://") || scheme.hasPrefix("https://") else { return nil }
        return text
    }

    /// `[{"url":…}]` or `["…"]`, or null.
    private static func urls(_ value: JSONValue?) -> [String] {
        (value?.array ?? []).prefix(Limit.urls).compactMap { url($0["url"] ?? $0) }
    }

    /// Clients fail on a customId that is no string: such buttons are left out. An array without
    /// any says that there are none, which is more than no array says.
    private static func buttons(_ value: JSONValue?) -> String {
        guard let buttons = value?.array else { return "" }
        return compact(.array(buttons.filter { $0["customId"]?.string != nil }))
    }

    private static func properties(_ value: JSONValue?) -> String {
        let properties = PublicProperties.strip(value)
        return properties.object?.isEmpty == true ? "" : compact(properties)
    }

    private static func compact(_ value: JSONValue) -> String {
        let bytes = value.bytes()
        return bytes.count <= Limit.document ? String(decoding: bytes, as: UTF8.self) : ""
    }

    /// In bytes, far above what servers send, so that none can fill our database with one task.
    private enum Limit {
        static let text = 64 << 10
        static let url = 8 << 10
        static let urls = 64
        static let document = 256 << 10
    }
}
