/// The parameters of a query string that an endpoint knows, decoded strictly.
///
/// An empty parameter counts as absent, an unknown one is not looked at, and one that is given
/// twice is refused: which of the two was meant would be a guess.
package struct QueryParameters {
    private var values: [String: String] = [:]

    package init(_ query: String, names: [String]) throws(Problem) {
        guard !query.isEmpty else { return }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let rawName = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let name = Self.decode(rawName), names.contains(name) else { continue }
            let rawValue = pair[rawName.endIndex...].dropFirst()
            guard !rawValue.isEmpty else { continue }
            guard let value = Self.decode(rawValue) else { throw .invalid(name, .encoding) }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalid(name, .once)
            }
        }
    }

    package subscript(name: String) -> String? { values[name] }

    /// A number written in decimal digits and nothing else.
    package func number(
        _ name: String,
        from low: Int64,
        to high: Int64? = nil
    ) throws(Problem) -> Int64? {
        guard let text = values[name] else { return nil }
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDigits, let number = Int64(text), number >= low, number <= high ?? .max else {
            throw .invalid(name, .wholeNumber(from: low, to: high))
        }
        return number
    }

    /// Percent-decodes, with `+` for a space; nil for a broken escape or bytes that are not UTF-8.
    private static func decode(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexDigit),
                    let low = rest.next().flatMap(hexDigit)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
