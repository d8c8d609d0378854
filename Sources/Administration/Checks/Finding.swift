/// What a check of an installation has found about one part.
package struct Finding: Sendable, Equatable, Encodable {
    package enum Level: String, Sendable, Codable, Comparable, CaseIterable {
        case ok
        /// It works, and is probably not what was meant, or not yet.
        case warning
        case error

        package static func < (left: Level, right: Level) -> Bool {
            allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
        }
    }

    package var part: String
    package var level: Level
    package var message: String
    /// What to run or change; empty: nothing.
    package var hint: String

    package init(_ part: String, _ level: Level, _ message: String, hint: String = "") {
        self.part = part
        self.level = level
        self.message = message
        self.hint = hint
    }

    package init(_ part: String, _ error: AdministrationError) {
        self.init(part, .error, error.message, hint: error.hint)
    }
}
