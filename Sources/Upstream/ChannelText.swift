import Domain

/// Texts of channels as they may be kept and shown.
enum ChannelText {
    /// The text, without zero bytes and not longer than `limit` bytes; empty when there is none.
    static func bounded(_ value: JSONValue?, to limit: Int) -> String {
        guard var text = value?.string else { return "" }
        if text.utf8.contains(0) { text.unicodeScalars.removeAll { $0.value == 0 } }
        guard text.utf8.count > limit else { return text }
        // A character has any number of bytes; a scalar has four at most.
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit / 4)))
    }
}
