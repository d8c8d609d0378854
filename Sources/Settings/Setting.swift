/// A row of the table of settings (``Settings/table``).
///
/// The default is not written down here: it is the one of the module whose configuration the
/// value goes to.
package struct Setting: Sendable {
    package let key: String
    /// One sentence.
    package let meaning: String
    /// Completes "must be …".
    package let expectation: String
    /// Takes a text in; false when it is not allowed.
    let assign: @Sendable (String, inout Settings) -> Bool
    package let text: @Sendable (Settings) -> String

    package var defaultText: String { text(.defaults) }

    init<Value>(
        _ key: String,
        _ place: any WritableKeyPath<Settings, Value> & Sendable,
        _ type: SettingType<Value>,
        _ meaning: String
    ) {
        self.key = key
        self.meaning = meaning
        expectation = type.expectation
        assign = { text, settings in
            guard let value = type.parse(text) else { return false }
            settings[keyPath: place] = value
            return true
        }
        self.text = { type.format($0[keyPath: place]) }
    }
}
