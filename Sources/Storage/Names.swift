import Domain

/// Names of users, tokens and channels are shown in terminals and logs: short, without control
/// characters.
func checkName(_ name: String) throws(StorageError) {
    guard !name.isEmpty, name.utf8.count <= 64 else {
        throw .invalid(what: "name", reason: "must have 1 to 64 bytes")
    }
    guard name.unicodeScalars.allSatisfy(\.isPlain) else {
        throw .invalid(what: "name", reason: "must not hold control characters")
    }
}

/// Administrators' notes and reasons are shown in the same places, and may be a sentence.
func checkNote(_ text: String, called what: String) throws(StorageError) {
    guard text.utf8.count <= 500 else {
        throw .invalid(what: what, reason: "must have at most 500 bytes")
    }
    guard text.unicodeScalars.allSatisfy(\.isPlain) else {
        throw .invalid(what: what, reason: "must be one line, without control characters")
    }
}

extension WriteTransaction {
    /// - Parameter table: one of ours that has a unique `name`, never a caller's text.
    func requireUnused(_ name: String, in table: StaticString) throws {
        let found = try database.selectOne(
            "SELECT 1 FROM \(table) WHERE name = ?",
            name
        ) { _ in true }
        guard found == nil else { throw StorageError.invalid(what: "name", reason: "is taken") }
    }
}
