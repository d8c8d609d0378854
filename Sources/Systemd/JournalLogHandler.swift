import Glibc
package import Logging

/// Writes log messages to standard error, one line each, with the priority in front as the journal
/// understands it: https://www.freedesktop.org/software/systemd/man/latest/sd-daemon.html
///
/// On a terminal the level's name takes the priority's place.
package struct JournalLogHandler: LogHandler {
    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let output: Int32
    private let isTerminal: Bool

    package init(label: String, output: Int32 = STDERR_FILENO) {
        self.label = label
        self.output = output
        isTerminal = isatty(output) == 1
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var values = metadata
        if let provided = metadataProvider?.get() { values.merge(provided) { _, new in new } }
        if let explicit = event.metadata { values.merge(explicit) { _, new in new } }
        if let error = event.error { values["error"] = "\(error)" }

        var line = isTerminal ? "\(event.level) " : "<\(Self.priority(of: event.level))>"
        line += "\(label): \(Self.onOneLine(event.message.description))"
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(Self.quotedIfNeeded(value.description))"
        }
        line += "\n"
        // One write, so that lines of several threads do not mix.
        _ = write(output, line, line.utf8.count)
    }

    /// syslog(3)
    private static func priority(of level: Logger.Level) -> Int32 {
        switch level {
        case .trace, .debug: LOG_DEBUG
        case .info: LOG_INFO
        case .notice: LOG_NOTICE
        case .warning: LOG_WARNING
        case .error: LOG_ERR
        case .critical: LOG_CRIT
        }
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        let line = onOneLine(text)
        guard line.isEmpty || line.contains(where: { " =\"\\".contains($0) }) else { return line }
        let escaped = line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"" + escaped + "\""
    }

    /// A line break would begin a message of its own, whose priority the text could choose.
    private static func onOneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return text
        }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
            )
        )
    }
}
