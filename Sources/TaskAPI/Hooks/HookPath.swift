import Domain

/// What a channel's hook names: a task, and the secret that the channel was told with it.
struct HookPath: Equatable {
    let mjID: String
    private let secret: String

    /// Nil for anything else than `{mj_id}-{32 hex digits}`.
    init?(_ segment: String) {
        guard let dash = segment.lastIndex(of: "-") else { return nil }
        mjID = String(segment[..<dash])
        secret = String(segment[segment.index(after: dash)...])
        let isHex = secret.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
            default: false
            }
        }
        guard TaskID.isPlausible(mjID), secret.utf8.count == 32, isHex else { return nil }
    }

    /// In a time that does not depend on where the secrets differ.
    func isValid(for details: TaskDetails) -> Bool {
        let expected = Array(details.hookSecret.utf8)
        let given = Array(secret.utf8)
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
