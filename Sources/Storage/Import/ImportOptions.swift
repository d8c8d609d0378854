import Foundation
import GRDB

/// new-api's settings that an import needs, from its table of options.
struct ImportOptions {
    /// Dollars of a task, by model (`mj_imagine`).
    let prices: [String: Decimal]
    let ratios: [String: Decimal]
    /// Quota units that are a dollar.
    let unitsPerDollar: Decimal
    /// Groups that anybody's tokens may name; nil: not restricted there.
    let usableGroups: Set<String>?
    /// Groups have other ratios for some users' groups.
    let hasSpecialRatios: Bool
    /// Options that cannot be read.
    let unreadable: [String]

    private static let newAPIUnits: Decimal = 500_000

    init(_ database: Database, _ source: ImportSource) throws {
        var values: [String: String] = [:]
        if source.has("options") {
            let pairs = try database.select(
                """
                SELECT \(source.text("options", "key")), \(source.text("options", "value")) \
                FROM source.options s
                """
            ) { ($0.text(0), $0.text(1)) }
            values = Dictionary(pairs) { _, last in last }
        }
        var unreadable: [String] = []
        func numbers(_ key: String) -> [String: Decimal] {
            guard let text = values[key], !text.isEmpty else { return [:] }
            guard let map = Self.decode([String: Number].self, text) else {
                unreadable.append(key)
                return [:]
            }
            return map.compactMapValues(\.value)
        }
        prices = numbers("ModelPrice")
        ratios = numbers("GroupRatio")
        let units = values["QuotaPerUnit"].flatMap { Decimal(string: $0) }
        unitsPerDollar = units.flatMap { $0 > 0 ? $0 : nil } ?? Self.newAPIUnits
        usableGroups = values["UserUsableGroups"]
            .flatMap { Self.decode([String: AnyValue].self, $0) }
            .map { Set($0.keys) }
        hasSpecialRatios =
            values["GroupGroupRatio"]
            .flatMap { Self.decode([String: AnyValue].self, $0) }
            .map { !$0.isEmpty } ?? false
        self.unreadable = unreadable
    }

    var hasUsualUnits: Bool { unitsPerDollar == Self.newAPIUnits }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// A number with all its decimals (JSONDecoder reads a Decimal from its digits, never through
    /// a Double); nil for whatever else stands there.
    private struct Number: Decodable {
        let value: Decimal?

        init(from decoder: any Decoder) throws {
            value = try? decoder.singleValueContainer().decode(Decimal.self)
        }
    }

    private struct AnyValue: Decodable {
        init(from decoder: any Decoder) throws {}
    }
}

extension Decimal {
    /// Rounded down; nil when it is negative or does not fit.
    var wholeUnits: Int64? {
        var exact = self
        var rounded = Decimal()
        NSDecimalRound(&rounded, &exact, 0, .down)
        return Int64("\(rounded)").flatMap { $0 >= 0 ? $0 : nil }
    }
}
