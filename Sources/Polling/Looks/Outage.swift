/// Whether something fails just now, so that only the changes are logged, not every try.
struct Outage: Sendable {
    private(set) var isOn = false

    /// - Returns: true when it had worked before.
    mutating func begin() -> Bool {
        defer { isOn = true }
        return !isOn
    }

    /// - Returns: true when it had failed before.
    mutating func end() -> Bool {
        defer { isOn = false }
        return isOn
    }
}
