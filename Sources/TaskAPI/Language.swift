/// The languages that messages are written in.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh"
    case japanese = "ja"

    /// The language that `Accept-Language` prefers among ours (RFC 9110 §12.5.4), else English.
    ///
    /// `"ja,en;q=0.8"` → Japanese, `"zh-CN"` → Chinese, `"fr, zh;q=0.5, en;q=0.1"` → Chinese.
    package init(acceptLanguage header: String?) {
        self = .english
        guard let header, !header.isEmpty else { return }
        var best = 0.0
        for range in header.prefix(256).split(separator: ",") {
            let parts = range.split(separator: ";")
            let tag = parts.first.map(Self.trimmed)?.prefix { $0 != "-" }.lowercased() ?? ""
            var quality = 1.0
            for parameter in parts.dropFirst().map(Self.trimmed) where parameter.hasPrefix("q=") {
                quality = Double(parameter.dropFirst(2)) ?? 0
            }
            guard let language = Language(rawValue: tag), quality > best, quality <= 1 else {
                continue
            }
            best = quality
            self = language
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let end = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return text[...end].drop { $0.isWhitespace }
    }
}
