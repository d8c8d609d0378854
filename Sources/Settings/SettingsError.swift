/// Every setting that is wrong, each with key, value and what would be right.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package var problems: [String]
    /// The file may not be read by who asks.
    package var isForbidden = false

    package var description: String { problems.joined(separator: "\n") }
}
