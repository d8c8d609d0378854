/// Names of users, tokens and channels are shown in terminals and logs: short, without control
/// characters.
func checkName(_ name: String) throws(StorageError) {
    guard !name.isEmpty, name.utf8.count <= 64 else {
        throw .invalid(what: "name", reason: "must have 1 to 64 bytes")
    }
    guard isPlain(name) else {
        throw .invalid(what: "name", reason: "must not hold control characters")
    }
}

/// An administrator's reasons are shown in the same places, and may be a sentence.
func checkNote(_ note: String) throws(StorageError) {
    guard note.utf8.count <= 500 else {
        throw .invalid(what: "note", reason: "must have at most 500 bytes")
    }
    guard isPlain(note) else {
        throw .invalid(what: "note", reason: "must not hold control characters")
    }
}

private func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control && $0.properties.generalCategory != .lineSeparator
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
