/// What keeps the demo from starting, and what to do about it.
struct DemoError: Error {
    let message: String
    let hint: String

    init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }
}
