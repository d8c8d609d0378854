/// Sizes as people write them in settings: `32M`, `64K`, `1G`, or bytes without a unit.
/// The units are powers of 1024, as in nginx's `client_max_body_size`.
package enum ByteSize {
    private static let units: [(name: Character, bytes: Int)] = [
        ("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10),
    ]

    /// `32M` and `32m` → 33554432; `100` → 100; `32MB`, `-1`, `1.5M` and the empty text → nil.
    package static func parse(_ text: String) -> Int? {
        let unit = text.last.flatMap { last in
            units.first { $0.name == Character(last.uppercased()) }
        }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let count = Int(digits) else {
            return nil
        }
        let (bytes, overflowed) = count.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        return overflowed ? nil : bytes
    }

    /// In the largest unit that divides it: 33554432 → `32M`, 1000 → `1000`.
    package static func format(_ bytes: Int) -> String {
        for unit in units where bytes != 0 && bytes.isMultiple(of: unit.bytes) {
            return "\(bytes / unit.bytes)\(unit.name)"
        }
        return String(bytes)
    }
}
