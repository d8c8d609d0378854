/// Writes JSON text byte by byte, in the order of the calls.
///
/// Keys, commas and brackets are the caller's: `write(#","total":"#)`. Nothing is checked, so that
/// a page of a hundred tasks costs no more than its bytes.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes text that is JSON already.
    package mutating func write(_ json: StaticString) {
        json.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes a value that is stored as compact JSON.
    package mutating func write(json: String) {
        bytes.append(contentsOf: json.utf8)
    }

    /// Writes a value: members sorted by name, slashes as they are.
    package mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write("null")
        case .bool(let flag): write(flag)
        case .integer(let number): write(number)
        // JSON has no word for infinity and NaN; JavaScript's JSON.stringify writes null, too.
        case .number(let number): write(json: number.isFinite ? "\(number)" : "null")
        case .string(let text): write(string: text)
        case .array(let elements):
            write("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { write(",") }
                write(element)
            }
            write("]")
        case .object(let members):
            write("{")
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { write(",") }
                write(string: member.key)
                write(":")
                write(member.value)
            }
            write("}")
        }
    }

    package mutating func write(_ number: some BinaryInteger) {
        bytes.append(contentsOf: String(number).utf8)
    }

    package mutating func write(_ flag: Bool) {
        write(flag ? "true" : "false")
    }

    /// Writes a string with its quotes (RFC 8259 §7: quotes, backslashes and control characters
    /// are escaped; everything else, U+2028 included, may stand as it is).
    package mutating func write(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        writeContent(of: text)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes an array of strings.
    package mutating func write(strings: [String]) {
        bytes.append(UInt8(ascii: "["))
        for (index, text) in strings.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(string: text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func writeContent(of text: String) {
        var text = text
        text.withUTF8 { buffer in
            var run = 0
            for (index, byte) in buffer.enumerated() {
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                else { continue }
                bytes.append(contentsOf: buffer[run..<index])
                writeEscape(of: byte)
                run = index + 1
            }
            bytes.append(contentsOf: buffer[run...])
        }
    }

    private mutating func writeEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(#"\""#)
        case UInt8(ascii: "\\"): write(#"\\"#)
        case UInt8(ascii: "\n"): write(#"\n"#)
        case UInt8(ascii: "\r"): write(#"\r"#)
        case UInt8(ascii: "\t"): write(#"\t"#)
        default:
            write(#"\u00"#)
            let digits = String(byte, radix: 16)
            if digits.utf8.count == 1 { bytes.append(UInt8(ascii: "0")) }
            bytes.append(contentsOf: digits.utf8)
        }
    }
}
