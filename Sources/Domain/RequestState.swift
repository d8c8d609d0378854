/// What a channel is given as the `state` of a request, and echoes in every task that it makes:
/// our id, or where a button makes several tasks the first id and the last, `…01-…04`.
///
/// Ids are given out inside of one transaction, so that nobody else's lie between them.
package struct RequestState: Sendable, Equatable {
    private let first: Int64
    private let last: Int64

    /// - Parameter mjIDs: of ours, in the order in which they were given out; not empty.
    package static func text(of mjIDs: [String]) -> String {
        let first = mjIDs[0]
        guard let last = mjIDs.last, last != first else { return first }
        return "\(first)-\(last)"
    }

    /// Nil for what is not in this form: the channel does not echo what it was given.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = Self.id(parts[0]),
            let last = Self.id(parts[parts.count - 1]), first <= last
        else { return nil }
        self.first = first
        self.last = last
    }

    /// The id of the first task.
    package var firstID: String { String(first) }

    package func holds(_ mjID: String) -> Bool {
        Self.id(mjID[...]).map { (first...last).contains($0) } ?? false
    }

    /// 16 digits, the first not zero.
    private static func id(_ text: Substring) -> Int64? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard text.utf8.count == 16, text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ digits.contains($0) })
        else { return nil }
        return Int64(text)
    }
}
