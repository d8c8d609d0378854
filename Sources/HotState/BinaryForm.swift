// How values lie in Redis: numbers in little-endian order, texts behind their length. Readers give
// nil for whatever does not fit: Redis may hold another program's values, or half of one of ours.

/// Appends values to a buffer.
enum BinaryWriter {
    static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    static func append(_ text: String, to bytes: inout [UInt8]) {
        append(UInt32(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    static func append(_ version: Version, to bytes: inout [UInt8]) {
        append(version.file, to: &bytes)
        append(version.word, to: &bytes)
    }
}

/// Takes values from the front of a buffer.
struct BinaryReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        let size = MemoryLayout<Number>.size
        guard rest.count >= size else { return nil }
        var number = Number.zero
        withUnsafeMutableBytes(of: &number) { $0.copyBytes(from: rest.prefix(size)) }
        rest.removeFirst(size)
        return Number(littleEndian: number)
    }

    mutating func text() -> String? {
        guard let count = number(UInt32.self), rest.count >= count else { return nil }
        defer { rest.removeFirst(Int(count)) }
        return String(validating: rest.prefix(Int(count)), as: UTF8.self)
    }

    mutating func version() -> Version? {
        guard let file = number(UInt64.self), let word = number(UInt64.self) else { return nil }
        return Version(file: file, word: word)
    }

    /// Takes `bytes` from the front; false when something else is there.
    mutating func take(_ bytes: [UInt8]) -> Bool {
        guard rest.starts(with: bytes) else { return false }
        rest.removeFirst(bytes.count)
        return true
    }
}
