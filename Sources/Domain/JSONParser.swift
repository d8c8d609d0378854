/// Reads one JSON text (RFC 8259) into a ``JSONValue``.
///
/// Not JSONDecoder: through its `Codable` detour a poll's answer for 200 tasks takes 100 ms (2 ms
/// here), and 500 nested brackets, a body of one kilobyte, take a second. It also accepts `[1,]`.
struct JSONParser {
    /// Each level is a stack frame or two, of threads whose stacks may be small.
    static let maximumDepth = 128

    private let input: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var valuesLeft: Int

    init(_ input: UnsafeBufferPointer<UInt8>, maximumValues: Int = .max) {
        self.input = input
        valuesLeft = maximumValues
    }

    mutating func parse() throws(JSONValue.SyntaxError) -> JSONValue {
        let value = try parseValue(depth: 0)
        skipSpace()
        guard position == input.count else { throw JSONValue.SyntaxError() }
        return value
    }

    private mutating func parseValue(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
        guard valuesLeft > 0 else { throw JSONValue.SyntaxError(hasTooManyValues: true) }
        valuesLeft -= 1
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): return try parseObject(depth: depth + 1)
        case UInt8(ascii: "["): return try parseArray(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parse("true", as: .bool(true))
        case UInt8(ascii: "f"): return try parse("false", as: .bool(false))
        case UInt8(ascii: "n"): return try parse("null", as: .null)
        default: return try parseNumber()
        }
    }

    private mutating func parseObject(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw JSONValue.SyntaxError() }
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw JSONValue.SyntaxError() }
            let name = try parseString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw JSONValue.SyntaxError() }
            // Of members with the same name the last counts, as in JavaScript.
            members[name] = try parseValue(depth: depth)
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw JSONValue.SyntaxError() }
        return .object(members)
    }

    private mutating func parseArray(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw JSONValue.SyntaxError() }
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try parseValue(depth: depth))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw JSONValue.SyntaxError() }
        return .array(elements)
    }

    private mutating func parseNumber() throws(JSONValue.SyntaxError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let firstDigit = position
        guard skipDigits() else { throw JSONValue.SyntaxError() }
        guard input[firstDigit] != UInt8(ascii: "0") || position == firstDigit + 1 else {
            throw JSONValue.SyntaxError()
        }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard skipDigits() else { throw JSONValue.SyntaxError() }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard skipDigits() else { throw JSONValue.SyntaxError() }
        }
        let text = String(decoding: input[start..<position], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw JSONValue.SyntaxError() }
        return .number(value)
    }

    private mutating func parseString() throws(JSONValue.SyntaxError) -> String {
        position += 1
        let start = position
        while let byte = peek(), byte >= 0x20 {
            if byte == UInt8(ascii: "\"") {
                position += 1
                return try text(of: input[start..<position - 1])
            }
            guard byte != UInt8(ascii: "\\") else {
                return try parseEscapedString(start: start)
            }
            position += 1
        }
        throw JSONValue.SyntaxError()
    }

    /// Goes on at the first escape of the string that began at `start`.
    private mutating func parseEscapedString(
        start: Int
    ) throws(JSONValue.SyntaxError) -> String {
        var unescaped = Array(input[start..<position])
        while let byte = peek(), byte >= 0x20 {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(of: unescaped[...])
            case UInt8(ascii: "\\"): try parseEscape(into: &unescaped)
            default: unescaped.append(byte)
            }
        }
        throw JSONValue.SyntaxError()
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(JSONValue.SyntaxError) {
        guard let byte = peek() else { throw JSONValue.SyntaxError() }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Character(try parseScalar()).utf8)
        default: throw JSONValue.SyntaxError()
        }
    }

    /// The scalar of `\uXXXX` or of a pair of them. Half a pair, which programs send that cut a
    /// text in the middle of an emoji, is read as U+FFFD.
    private mutating func parseScalar() throws(JSONValue.SyntaxError) -> Unicode.Scalar {
        let first = try parseHexDigits()
        guard UTF16.isLeadSurrogate(first) else {
            return Unicode.Scalar(first) ?? "\u{FFFD}"
        }
        let next = position
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            position = next
            return "\u{FFFD}"
        }
        let second = try parseHexDigits()
        guard UTF16.isTrailSurrogate(second) else {
            position = next
            return "\u{FFFD}"
        }
        let pair = (UInt32(first) & 0x3ff) << 10 | UInt32(second) & 0x3ff
        return Unicode.Scalar(0x1_0000 + pair) ?? "\u{FFFD}"
    }

    private mutating func parseHexDigits() throws(JSONValue.SyntaxError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw JSONValue.SyntaxError() }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    private mutating func parse(
        _ word: StaticString,
        as value: JSONValue
    ) throws(JSONValue.SyntaxError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard end <= input.count, input[position..<end].elementsEqual(expected) else {
            throw JSONValue.SyntaxError()
        }
        position = end
        return value
    }

    private func text(
        of bytes: some Collection<UInt8>
    ) throws(JSONValue.SyntaxError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONValue.SyntaxError()
        }
        return text
    }

    private func peek() -> UInt8? {
        position < input.count ? input[position] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    /// False when there is no digit.
    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        return position > start
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            position += 1
        }
    }
}
