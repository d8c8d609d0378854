/// What a task's id may look like in a request.
///
/// Ours are 16 digits and imported ones are what some channel made up, so that any visible ASCII
/// is let through but for what only an attempt to break out of a string would hold.
enum TaskID {
    static func isPlausible(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x21...0x7e).contains(byte) && !forbidden.contains(byte)
            }
    }

    private static let forbidden = Array("\"'`\\<>".utf8)
}
