import Domain
import Foundation
import GRDB

extension ImportRun {
    /// What a token may do that may do nothing: no client sends this action, or from there.
    private static let noAction = "NONE"
    private static let nowhere = "0.0.0.0/32"

    func importTokens(_ options: ImportOptions) throws {
        let known = try imported(.token)
        var ids = try ids(in: "tokens")
        for (old, id) in known where old > 0 { tokens[old] = id }
        var added: [ImportedToken] = []
        for token in try ImportedToken.all(database, source) {
            if known[token.id] != nil {
                report.present(.token)
            } else if token.isDeleted {
                report.skipped(.token, token.id, token.name, "deleted in new-api")
            } else if users[token.userID] == nil {
                report.skipped(.token, token.id, token.name, "its user is not here")
            } else if token.key.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty {
                report.skipped(.token, token.id, token.name, "its key is empty")
            } else {
                added.append(token)
            }
        }
        let keeping = added.filter { Self.keptIDs.contains($0.id) && ids.insert($0.id).inserted }
        let kept = Set(keeping.map(\.id))
        for token in keeping + added.filter({ !kept.contains($0.id) }) {
            try add(token, keepsID: kept.contains(token.id), options)
        }
    }

    private func add(_ token: ImportedToken, keepsID: Bool, _ options: ImportOptions) throws {
        guard let userID = users[token.userID] else { return }
        let plain = ImportName.plain(token.name)
        var new = NewToken(
            id: keepsID ? token.id : nil,
            userID: userID,
            kind: .apiKey,
            name: plain.isEmpty ? "token-\(token.id)" : plain,
            hash: request.hash(ImportedToken.secret(ofKey: token.key)),
            isEnabled: token.status == 1,
            expiresAt: expiry(of: token),
            remaining: token.isUnlimited ? nil : min(max(token.remaining, 0), Self.largestQuota),
            networks: networks(of: token),
            actions: actions(of: token),
            createdAt: ImportTime.milliseconds(token.createdAt) ?? now
        )
        if !token.isUnlimited, token.remaining != new.remaining {
            report.changed(
                .token,
                token.id,
                new.name,
                "its quota is out of range, and was brought to the nearest end",
                detail: "\(token.remaining)"
            )
        }
        try setGroup(of: token, in: &new, options)
        guard let id = try insert(new) else {
            report.skipped(.token, token.id, new.name, "the same key is here already")
            return
        }
        try remember(.token, token.id, as: id)
        tokens[token.id] = id
        touchedUsers.insert(userID)
        report.added(.token)
    }

    private func setGroup(
        of token: ImportedToken,
        in new: inout NewToken,
        _ options: ImportOptions
    ) throws {
        guard !token.group.isEmpty else { return }
        if token.group == "auto", options.ratios["auto"] == nil {
            report.changed(.token, token.id, new.name, "its group “auto” is its user's group now")
            return
        }
        new.group = try group(token.group)
        guard let usable = options.usableGroups, !usable.contains(token.group) else { return }
        let isUsersOwn =
            try database.selectOne(
                "SELECT 1 FROM users WHERE id = ? AND grp = ?",
                new.userID,
                new.group
            ) { _ in true } ?? false
        if !isUsersOwn, new.isEnabled {
            new.isEnabled = false
            report.changed(
                .token,
                token.id,
                new.name,
                "revoked: new-api does not let its user use its group",
                detail: token.group
            )
        }
    }

    /// Nil: somebody has it.
    func insert(_ token: NewToken) throws -> TokenID? {
        let inserted = try database.run(
            """
            INSERT INTO tokens (id, user_id, kind, name, hash, enabled, expires_at, remaining, \
            allowed_networks, grp, allowed_actions, created_at) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING
            """,
            [
                token.id, token.userID, token.kind.rawValue, token.name, token.hash.bytes,
                token.isEnabled, token.expiresAt, token.remaining, token.networks, token.group,
                token.actions, token.createdAt,
            ]
        )
        return inserted == 1 ? database.lastInsertedRowID : nil
    }

    /// new-api takes -1 for never, and any other time that is past for over.
    private func expiry(of token: ImportedToken) -> Milliseconds {
        token.expiry == -1 ? 0 : ImportTime.milliseconds(token.expiry) ?? 1
    }

    private func actions(of token: ImportedToken) -> String {
        guard let models = token.models else { return "" }
        let actions = ImportAction.actions(ofModels: models)
        if actions.isEmpty {
            report.changed(
                .token,
                token.id,
                token.name,
                "its models are none of Midjourney's: it may submit nothing"
            )
            return Self.noAction
        }
        return actions.joined(separator: " ")
    }

    private func networks(of token: ImportedToken) -> String {
        let entries = token.addresses.split { $0.isWhitespace || $0 == "," }.map(String.init)
        let networks = entries.filter { Network($0) != nil }
        if networks.count < entries.count {
            let what = networks.isEmpty ? "no address may use it" : "left out"
            report.changed(
                .token,
                token.id,
                token.name,
                "an allowed address cannot be read: \(what)"
            )
        }
        if networks.isEmpty, !entries.isEmpty { return Self.nowhere }
        return networks.joined(separator: " ")
    }
}
