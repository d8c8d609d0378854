/// A manual page in the macros of man(7).
struct ManualPage {
    let name: String
    let section: Int
    private var lines: [String] = []

    /// The file it is installed as.
    var fileName: String { "\(name).\(section)" }
    var text: String { lines.map { $0 + "\n" }.joined() }

    init(_ name: String, section: Int, abstract: String, version: String) {
        self.name = name
        self.section = section
        lines = [
            ".TH \(Self.escaped(name.uppercased())) \(section) \"\" \"mjtask \(version)\" \"mjtask\"",
            // Neither hyphens nor blanks that are not in the text: commands can be copied.
            ".nr HY 0", ".nh", ".ad l", ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(abstract))",
        ]
    }

    mutating func section(_ title: String) { lines.append(".SH \(title)") }

    /// Text of several paragraphs, with an empty line between.
    mutating func text(_ text: String) {
        for (index, paragraph) in text.split(separator: "\n\n").enumerated() {
            if index > 0 { lines.append(".PP") }
            lines += paragraph.split(separator: "\n").map { Self.escaped(String($0)) }
        }
    }

    /// A line as it is typed, with the names of values in angle brackets.
    mutating func synopsis(_ command: String, _ words: [String]) {
        lines.append(".SY \"\(Self.escaped(command))\"")
        lines += words.map(Self.withValues)
        lines.append(".YS")
    }

    /// Lines that are shown as they are.
    mutating func example(_ commands: [String]) {
        lines += [".PP", ".nf", ".RS 4"] + commands.map(Self.escaped) + [".RE", ".fi"]
    }

    mutating func entry(_ term: String, _ text: String) {
        lines += [".TP", Self.withValues(term)]
        self.text(text)
    }

    /// `--user <name>`: bold, but for what is in angle brackets, which is in italics.
    private static func withValues(_ term: String) -> String {
        var parts: [String] = []
        var rest = term[...]
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            parts.append(bold(rest[..<start]))
            parts.append("\\fI\(escaped(String(rest[rest.index(after: start)..<end])))\\fR")
            rest = rest[rest.index(after: end)...]
        }
        return (parts + [bold(rest)]).joined()
    }

    private static func bold(_ text: Substring) -> String {
        text.isEmpty ? "" : "\\fB\(escaped(String(text)))\\fR"
    }

    /// Text that means only itself: https://man7.org/linux/man-pages/man7/groff_char.7.html
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "\"": escaped += "\\(dq"
            case "'": escaped += "\\(aq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "\n": escaped += "\n"
            case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped +=
                    "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
            }
        }
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }
}
