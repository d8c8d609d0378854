import Domain
import GRDB

extension ImportRun {
    /// Decides under what name the rows are remembered; gives whether it is new.
    ///
    /// Without a name from the caller, an earlier import is recognised by its rows, wherever the
    /// file lies and whatever it is called: another database must never be taken for it, or its
    /// rows would count as there already.
    func nameSource() throws -> Bool {
        let known = try knownSources()
        if let name = request.source {
            report.source = name
            return !known.contains(name)
        }
        if let name = try known.first(where: isRecognized) {
            report.source = name
            return false
        }
        var taken = Set(known)
        report.source = ImportName.unused("new-api", taken: &taken)
        return true
    }

    private func knownSources() throws -> [String] {
        var names: [String] = []
        // One look-up a name: the table has a row for each task.
        while let next = try database.selectOne(
            "SELECT source FROM imported WHERE source > ? ORDER BY source LIMIT 1",
            names.last ?? "",
            row: { $0.text(0) }
        ) { names.append(next) }
        return names
    }

    /// Whether most of what the import `name` brought is there, unchanged, in this database. Users
    /// count only where there is nothing better: many databases have a `root`.
    private func isRecognized(_ name: String) throws -> Bool {
        var evidence = Evidence()
        if source.has("tokens") { try compareTokens(of: name, &evidence) }
        if source.has("midjourneys") { try compareTasks(of: name, &evidence) }
        if evidence.compared == 0, source.has("users") { try compareUsers(of: name, &evidence) }
        return evidence.same * 2 > evidence.compared
    }

    private struct Evidence {
        var compared = 0
        var same = 0

        mutating func add(_ isSame: Bool) {
            compared += 1
            same += isSame ? 1 : 0
        }
    }

    private func compareTokens(of name: String, _ evidence: inout Evidence) throws {
        let pairs = try database.select(
            """
            SELECT \(source.text("tokens", "key")), t.hash FROM imported i \
            CROSS JOIN source.tokens s ON s.id = i.old_id CROSS JOIN main.tokens t ON t.id = i.new_id \
            WHERE i.source = ? AND i.kind = 'token' LIMIT 200
            """,
            name
        ) { ($0.text(0), $0.blob(1)) }
        for (key, hash) in pairs {
            evidence.add(request.hash(ImportedToken.secret(ofKey: key)).bytes == hash)
        }
    }

    private func compareTasks(of name: String, _ evidence: inout Evidence) throws {
        let same = try database.select(
            """
            SELECT t.upstream_id = \(source.text("midjourneys", "mj_id")) \
            AND t.prompt = \(source.text("midjourneys", "prompt")) FROM imported i \
            CROSS JOIN source.midjourneys s ON s.id = i.old_id \
            CROSS JOIN main.tasks t INDEXED BY tasks_id ON t.id = i.new_id \
            WHERE i.source = ? AND i.kind = 'task' AND t.upstream_id IS NOT NULL \
            ORDER BY i.old_id DESC LIMIT 200
            """,
            name
        ) { $0.bool(0) }
        for isSame in same { evidence.add(isSame) }
    }

    private func compareUsers(of name: String, _ evidence: inout Evidence) throws {
        let pairs = try database.select(
            """
            SELECT \(source.text("users", "username")), u.name FROM imported i \
            CROSS JOIN source.users s ON s.id = i.old_id CROSS JOIN main.users u ON u.id = i.new_id \
            WHERE i.source = ? AND i.kind = 'user' LIMIT 200
            """,
            name
        ) { ($0.text(0), $0.text(1)) }
        for (old, new) in pairs { evidence.add(ImportName.isMade(new, from: old)) }
    }
}

extension ImportName {
    /// Whether a user who was called `old` may have become `new` here.
    static func isMade(_ new: String, from old: String) -> Bool {
        let plain = plain(old)
        guard !plain.isEmpty, new != plain else { return true }
        guard let match = new.wholeMatch(of: /(.+)-[0-9]+/) else { return false }
        return plain.hasPrefix(match.1)
    }
}
