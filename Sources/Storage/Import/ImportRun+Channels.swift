import Domain
import Foundation
import GRDB

/// A channel that was brought in, now or before.
struct ImportedChannel {
    var id: ChannelID
    /// Whether there is a server behind it that tasks can be followed on.
    var isReal: Bool
}

/// A row of new-api's channels, or what is known of one that is gone.
private struct SourceChannel {
    var id: Int64
    var name = ""
    var baseURL = ""
    var key = ""
    var status: Int64 = 0
    var groups = ""
    var models = ""
    var priority: Int64 = 0
    var weight: Int64 = 0

    static func all(_ database: Database, _ source: ImportSource) throws -> [SourceChannel] {
        guard source.has("channels") else { return [] }
        return try database.select(
            """
            SELECT s.id, \(source.text("channels", "name")), \
            \(source.text("channels", "base_url")), \(source.text("channels", "key")), \
            \(source.integer("channels", "status")), \(source.text("channels", "group")), \
            \(source.text("channels", "models")), \(source.integer("channels", "priority")), \
            \(source.integer("channels", "weight")) FROM source.channels s ORDER BY s.id
            """
        ) { row in
            SourceChannel(
                id: row.integer(0),
                name: row.text(1),
                baseURL: row.text(2),
                key: row.text(3),
                status: row.integer(4),
                groups: row.text(5),
                models: row.text(6),
                priority: row.integer(7),
                weight: row.integer(8)
            )
        }
    }
}

extension ImportRun {
    /// Channels with models of Midjourney, and, disabled, all that tasks name: a list shows a
    /// task's channel, and follow-ups go to it.
    func importChannels(usedBy rows: ImportRows) throws {
        let known = try imported(.channel)
        let all = try SourceChannel.all(database, source)
        let unreal = try placeholderIDs()
        for (old, id) in known {
            channels[old] = ImportedChannel(id: id, isReal: !unreal.contains(id))
        }
        let used = Set(rows.channels)
        var added: [SourceChannel] = []
        for channel in all {
            if known[channel.id] != nil {
                report.present(.channel)
            } else if !ImportAction.actions(ofModels: channel.models).isEmpty
                || used.contains(channel.id)
            {
                added.append(channel)
            }
        }
        let there = Set(all.map(\.id))
        let gone = used.filter { $0 > 0 && !there.contains($0) && known[$0] == nil }.sorted()
        var ids = try ids(in: "channels")
        var taken = try names(in: "channels")
        let wanted = added + gone.map { SourceChannel(id: $0) }
        let keeping = wanted.filter { Self.keptIDs.contains($0.id) && ids.insert($0.id).inserted }
        let kept = Set(keeping.map(\.id))
        for channel in keeping + wanted.filter({ !kept.contains($0.id) }) {
            try add(
                channel,
                isGone: !there.contains(channel.id),
                keepsID: kept.contains(channel.id),
                taken: &taken
            )
        }
    }

    private static let placeholderHost = ".invalid"

    /// Ours that stand for servers that nobody knows any more (RFC 2606 §2 keeps the domain free).
    private func placeholderIDs() throws -> Set<ChannelID> {
        Set(
            try database.select("SELECT id FROM channels WHERE base_url LIKE '%.invalid'") {
                $0.integer(0)
            }
        )
    }

    private func add(
        _ channel: SourceChannel,
        isGone: Bool,
        keepsID: Bool,
        taken: inout Set<String>
    ) throws {
        let name = name(channel.name, orElse: "new-api-channel-\(channel.id)", taken: &taken)
        if !isGone, name != channel.name {
            report.changed(
                .channel,
                channel.id,
                channel.name,
                "renamed: the name is taken or not allowed",
                detail: name
            )
        }
        let actions = ImportAction.actions(ofModels: channel.models)
        let address = try? BaseURL(channel.baseURL.trimmingCharacters(in: .whitespacesAndNewlines))
        let (secret, reasonOfSecret) = secret(of: channel, name: name)
        var reason = ""
        switch channel.status {
        case 1: break
        case 3: reason = "new-api had disabled it automatically"
        default: reason = "was disabled in new-api"
        }
        if actions.isEmpty { reason = "served no models of Midjourney in new-api" }
        if address == nil { reason = "new-api has no address of it that can be used" }
        if let reasonOfSecret { reason = reasonOfSecret }
        if isGone { reason = "is gone in new-api; stands for the channel of old tasks" }
        if channel.status == 1 || isGone, !reason.isEmpty {
            report.changed(.channel, channel.id, name, "disabled: \(reason)")
        }
        try database.run(
            """
            INSERT INTO channels (id, name, base_url, secret, status, priority, groups, actions, \
            weight, status_reason, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                keepsID ? channel.id : nil, name,
                address?.text ?? "http://channel-\(channel.id)\(Self.placeholderHost)", secret,
                (reason.isEmpty ? Channel.Status.enabled : .disabled).rawValue, channel.priority,
                try groups(of: channel), actions.joined(separator: " "),
                min(max(channel.weight, 1), 1_000_000), reason, now,
            ]
        )
        let id = database.lastInsertedRowID
        if id != channel.id {
            report.changed(.channel, channel.id, name, "has another id", detail: "\(id)")
        }
        try remember(.channel, channel.id, as: id)
        channels[channel.id] = ImportedChannel(id: id, isReal: address != nil)
        report.added(.channel)
    }

    /// A channel serves the groups that it names; none named is GORM's default.
    private func groups(of channel: SourceChannel) throws -> String {
        let names = channel.groups.split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        return try (names.isEmpty ? ["default"] : names).map { try group($0) }
            .joined(separator: " ")
    }

    /// Of a list of keys, the first.
    private func secret(of channel: SourceChannel, name: String) -> (String, reason: String?) {
        let keys = channel.key.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        if keys.count > 1 {
            report.changed(.channel, channel.id, name, "had several keys, and has the first now")
        }
        guard let key = keys.first else { return ("", nil) }
        do {
            return (try ChannelSecret(key).text, nil)
        } catch {
            return ("", "its key \(error.reason)")
        }
    }
}
