import Domain
import Foundation
import GRDB

/// How groups of new-api are called here.
struct ImportGroups {
    /// By new-api's name.
    var names: [String: String] = [:]
    var taken: Set<String> = []
    /// Ours that exist.
    var existing: Set<String> = []

    /// The same name always becomes the same, and two never become one.
    mutating func name(of old: String) -> String {
        if let known = names[old] { return known }
        let plain = ImportName.group(old)
        let name = ImportName.unused(plain.isEmpty ? "group" : plain, taken: &taken)
        names[old] = name
        return name
    }
}

extension ImportRun {
    /// Groups with their ratios. Those that exist are changed by the first import of a source only:
    /// after it, an administrator of ours may have changed them.
    func importGroups(_ options: ImportOptions) throws {
        for key in options.unreadable {
            report.skipped(.group, nil, key, "the option is no JSON object of numbers")
        }
        if options.hasSpecialRatios {
            report.skipped(
                .group,
                nil,
                "GroupGroupRatio",
                "ratios by the user's group do not exist here"
            )
        }
        groups.existing = try names(in: "groups")
        for (old, ratio) in options.ratios.sorted(by: { $0.key < $1.key }) {
            let name = groups.name(of: old)
            if name != old { report.changed(.group, nil, old, "renamed", detail: name) }
            guard let millionths = (ratio * 1_000_000).wholeUnits,
                PriceGroup.ratios.contains(millionths)
            else {
                report.skipped(.group, nil, old, "its ratio is negative or too large")
                continue
            }
            if Decimal(millionths) != ratio * 1_000_000 {
                report.changed(.group, nil, old, "its ratio is rounded down to millionths")
            }
            try setRatio(millionths, of: name, old: old)
        }
    }

    private func setRatio(_ ratio: Int64, of name: String, old: String) throws {
        guard groups.existing.contains(name) else {
            try database.run("INSERT INTO groups (name, ratio) VALUES (?, ?)", [name, ratio])
            groups.existing.insert(name)
            report.added(.group)
            return
        }
        let present = try database.selectOne("SELECT ratio FROM groups WHERE name = ?", name) {
            $0.integer(0)
        }
        report.present(.group)
        guard present != ratio else { return }
        guard isFirst else {
            report.changed(.group, nil, old, "has another ratio here, which was left as it is")
            return
        }
        try database.run("UPDATE groups SET ratio = ? WHERE name = ?", [ratio, name])
        report.changed(.group, nil, old, "its ratio here was another, and is now the source's")
    }

    /// Our name of a group that a row names; made with a ratio of 1, as new-api counts, if nobody
    /// has set one.
    func group(_ old: String) throws -> String {
        let name = groups.name(of: old)
        if groups.existing.insert(name).inserted {
            try database.run(
                "INSERT INTO groups (name, ratio) VALUES (?, ?)",
                [name, Price.unitRatio]
            )
            report.added(.group)
            report.changed(.group, nil, old, "had no ratio, and has 1 now")
        }
        return name
    }

    /// Prices of Midjourney's actions, in quota units; those the source does not set are new-api's
    /// defaults, which a new database of ours has.
    func importPrices(_ options: ImportOptions) throws {
        if !options.hasUsualUnits {
            report.changed(
                .price,
                nil,
                "QuotaPerUnit",
                "a dollar is another number of units there; amounts keep their units",
                detail: "\(options.unitsPerDollar)"
            )
        }
        for (model, dollars) in options.prices.sorted(by: { $0.key < $1.key }) {
            guard let action = ImportAction.action(ofModel: model) else { continue }
            let exact = dollars * options.unitsPerDollar
            guard let quota = exact.wholeUnits, ListedPrice.quotas.contains(quota) else {
                report.skipped(.price, nil, model, "is negative or too large")
                continue
            }
            if Decimal(quota) != exact {
                report.changed(.price, nil, model, "is rounded down to whole units")
            }
            try setPrice(quota, of: action, model: model)
        }
    }

    private func setPrice(_ quota: Int64, of action: String, model: String) throws {
        let present = try database.selectOne(
            "SELECT quota FROM prices WHERE action = ? AND mode = ''",
            action
        ) { $0.integer(0) }
        if present == quota {
            report.present(.price)
        } else if present != nil, !isFirst {
            report.present(.price)
            report.changed(.price, nil, model, "is another here, which was left as it is")
        } else {
            try database.run(
                """
                INSERT INTO prices (action, mode, quota) VALUES (?, '', ?) \
                ON CONFLICT DO UPDATE SET quota = excluded.quota
                """,
                [action, quota]
            )
            report.added(.price)
        }
    }
}

/// new-api's names of what is drawn, which it calls models.
enum ImportAction {
    /// `mj_low_variation` → `LOW_VARIATION`, `swap_face` → `SWAP_FACE`; nil for models of others.
    static func action(ofModel model: String) -> String? {
        let name = model.trimmingCharacters(in: .whitespacesAndNewlines)
        let action: Substring
        if name.hasPrefix("mj_") {
            action = name.dropFirst(3)
        } else if name == "swap_face" {
            action = name[...]
        } else {
            return nil
        }
        let isPlain = action.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        return isPlain && !action.isEmpty ? action.uppercased() : nil
    }

    /// Those of a list with commas between, in its order, each once.
    static func actions(ofModels list: String) -> [String] {
        var seen: Set<String> = []
        return list.split(separator: ",").compactMap { action(ofModel: String($0)) }
            .filter { seen.insert($0).inserted }
    }
}
