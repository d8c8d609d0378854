/// Assignments in the syntax of systemd's `EnvironmentFile=`, so that one file serves our programs
/// and units alike (https://www.freedesktop.org/software/systemd/man/systemd.exec.html).
///
/// Comments fill whole lines (`#` or `;`). Values may be plain (a backslash keeps the next
/// character, or continues the line), 'verbatim' or "with \" escapes". Where systemd silently
/// skips a line it cannot read, we report it: a setting that is not read is worse than a stop.
struct EnvironmentFile: Equatable {
    struct Assignment: Equatable {
        var key: String
        var value: String
        var line: Int
    }

    /// In the order of the file; as in systemd, the last of several for one key counts.
    private(set) var assignments: [Assignment] = []
    /// Such as `line 7: not KEY=value`. They never quote the line: it may hold a secret.
    private(set) var problems: [String] = []

    init(_ text: String) {
        var scanner = Scanner(text)
        while let first = scanner.skipBlanks() {
            let line = scanner.line
            guard first != "#", first != ";" else {
                scanner.skipLine()
                continue
            }
            guard let key = scanner.key() else {
                problems.append("line \(line): not KEY=value")
                scanner.skipLine()
                continue
            }
            guard let value = scanner.value() else {
                problems.append("line \(line): a quote is not closed")
                continue
            }
            guard Self.isKey(key) else {
                problems.append(
                    "line \(line): the key before “=” may hold only letters, digits and _"
                )
                continue
            }
            assignments.append(Assignment(key: key, value: value, line: line))
        }
    }

    private static func isKey(_ key: String) -> Bool {
        guard let first = key.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

/// Reads the file character by character: the same states as systemd's own parser
/// (src/basic/env-file.c).
private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private(set) var line = 1

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\r"
    }

    private var current: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func next() -> Unicode.Scalar? {
        guard let scalar = current else { return nil }
        position += 1
        if scalar == "\n" { line += 1 }
        return scalar
    }

    /// To the first character of the next line that has one, which it gives but does not take.
    mutating func skipBlanks() -> Unicode.Scalar? {
        while let scalar = current, Self.isBlank(scalar) || scalar == "\n" { _ = next() }
        return current
    }

    mutating func skipLine() {
        while let scalar = next(), scalar != "\n" {}
    }

    /// What stands before `=`; nil, before the line's end, when there is none.
    mutating func key() -> String? {
        var key = String.UnicodeScalarView()
        while let scalar = current, scalar != "\n" {
            _ = next()
            if scalar == "=" {
                while let last = key.last, Self.isBlank(last) { key.removeLast() }
                return String(key)
            }
            key.append(scalar)
        }
        return nil
    }

    /// What stands after `=`, to the end of the line; nil when a quote is not closed.
    mutating func value() -> String? {
        var value = String.UnicodeScalarView()
        /// The length of the value up to what must be kept: blanks after it are trailing.
        var kept = 0
        /// Quotes count only before the first plain character, and after a closed quote.
        var mayQuote = true
        while let scalar = next(), scalar != "\n" {
            switch scalar {
            case "'" where mayQuote, "\"" where mayQuote:
                guard quoted(by: scalar, into: &value) else { return nil }
                kept = value.count
            case "\\":
                mayQuote = false
                if let escaped = next(), escaped != "\n" { value.append(escaped) }
                kept = value.count
            case _ where Self.isBlank(scalar):
                if !mayQuote { value.append(scalar) }
            default:
                mayQuote = false
                value.append(scalar)
                kept = value.count
            }
        }
        value.removeLast(value.count - kept)
        return String(value)
    }

    private mutating func quoted(
        by quote: Unicode.Scalar,
        into value: inout String.UnicodeScalarView
    ) -> Bool {
        while let scalar = next() {
            if scalar == quote { return true }
            guard quote == "\"", scalar == "\\" else {
                value.append(scalar)
                continue
            }
            switch next() {
            case nil: return false
            case "\n": break
            case .some(let escaped):
                if !["\"", "\\", "`", "$"].contains(escaped) { value.append("\\") }
                value.append(escaped)
            }
        }
        return false
    }
}
