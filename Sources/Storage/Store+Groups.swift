package import Domain
import GRDB

/// Who shares a ratio that the prices are multiplied by.
package struct PriceGroup: Sendable, Equatable {
    /// Of new users, unless they get another one.
    package static let standard = "default"
    /// In millionths: 1_500_000 is 1.5.
    package static let ratios: ClosedRange<Int64> = 0...1_000_000_000

    package var name: String
    /// In millionths.
    package var ratio: Int64

    package init(name: String, ratio: Int64) {
        self.name = name
        self.ratio = ratio
    }
}

/// Who uses a group: how many there are, and a few of them.
package struct GroupUse: Sendable, Equatable {
    package struct Members<Named: Sendable & Equatable>: Sendable, Equatable {
        package var count: Int
        package var first: [Named]
    }

    package var users: Members<String>
    package var tokens: Members<TokenID>
    package var channels: Members<String>

    package var isNobody: Bool { users.count + tokens.count + channels.count == 0 }
}

extension Store {
    /// By name.
    package func groups() throws(StorageError) -> [PriceGroup] {
        try read("read groups") { database in
            try database.select("SELECT name, ratio FROM groups ORDER BY name") { row in
                PriceGroup(name: row.text(0), ratio: row.integer(1))
            }
        }
    }

    package func addGroup(_ group: PriceGroup) throws(StorageError) {
        try checkName(group.name)
        // Channels list their groups with a blank between, options with a comma.
        guard !group.name.contains(where: { $0.isWhitespace || $0 == "," }) else {
            throw .invalid(what: "name", reason: "must not hold blanks or commas")
        }
        try checkRatio(group.ratio)
        try write("add a group") { transaction in
            try transaction.requireUnused(group.name, in: "groups")
            try transaction.run(
                "INSERT INTO groups (name, ratio) VALUES (?, ?)",
                [group.name, group.ratio]
            )
        }
    }

    /// Counts for submits that come later: each looks it up in the transaction that charges.
    package func setRatio(_ ratio: Int64, ofGroup name: String) throws(StorageError) {
        try checkRatio(ratio)
        try write("set a group's ratio") { transaction in
            let changed = try transaction.run(
                "UPDATE groups SET ratio = ? WHERE name = ?",
                [ratio, name]
            )
            guard changed == 1 else { throw StorageError.notFound(what: "group") }
        }
    }

    /// - Returns: who uses it; then it is not removed.
    package func removeGroup(_ name: String) throws(StorageError) -> GroupUse? {
        try write("remove a group") { transaction in
            try transaction.requireGroup(name)
            let use = try transaction.database.use(ofGroup: name)
            guard use.isNobody else { return use }
            try transaction.run("DELETE FROM groups WHERE name = ?", [name])
            return nil
        }
    }

    /// The bounds keep price × ratio within 64 bits, as those of prices do.
    private func checkRatio(_ ratio: Int64) throws(StorageError) {
        guard PriceGroup.ratios.contains(ratio) else {
            throw .invalid(what: "ratio", reason: "must be 0 to 1000")
        }
    }
}

extension WriteTransaction {
    func requireGroup(_ name: String) throws {
        let found = try database.selectOne("SELECT 1 FROM groups WHERE name = ?", name) { _ in true
        }
        guard found != nil else { throw StorageError.notFound(what: "group") }
    }
}

extension Database {
    /// How many of those who use a group are named.
    private static let named = 5

    fileprivate func use(ofGroup name: String) throws -> GroupUse {
        // A list with a blank between, so that it is searched for a word of its own.
        let serves = "instr(' ' || groups || ' ', ' ' || ?1 || ' ') > 0"
        func use<Named>(
            _ rows: String,
            _ column: String,
            _ decode: (borrowing RawRow) throws -> Named
        ) throws -> GroupUse.Members<Named> {
            GroupUse.Members(
                count: try selectOne("SELECT count(*) FROM \(rows)", name) { Int($0.integer(0)) }
                    ?? 0,
                first: try select(
                    "SELECT \(column) FROM \(rows) ORDER BY id LIMIT \(Self.named)",
                    name,
                    row: decode
                )
            )
        }
        return GroupUse(
            users: try use("users WHERE grp = ?1", "name") { $0.text(0) },
            tokens: try use("tokens WHERE grp = ?1", "id") { $0.integer(0) },
            channels: try use("channels WHERE \(serves)", "name") { $0.text(0) }
        )
    }
}
