import Storage

/// What a look at the database file tells, before anything opens it for good.
struct DatabaseCheck {
    let finding: Finding
    /// Whether opening it neither makes nor migrates anything.
    let canBeOpened: Bool

    init(path: String) {
        let part = "database"
        do {
            try Installation.checkAccess(to: Installation.folder(of: path))
            switch try Store.inspect(path) {
            case .absent:
                finding = Finding(
                    part,
                    .warning,
                    "\(path): there is none yet",
                    hint: "it is made when a program or command first needs it"
                )
                canBeOpened = false
            case .current(let schema):
                finding = Finding(part, .ok, "\(path) (schema \(schema))")
                canBeOpened = true
            case .older(let schema):
                finding = Finding(
                    part,
                    .warning,
                    "\(path): its schema is older (\(schema))",
                    hint: "mjtask backup FILE; programs bring it up to date when they start"
                )
                canBeOpened = false
            }
        } catch {
            finding = Finding(
                part,
                AdministrationError(
                    wrapping: error,
                    action: "open \(path)",
                    hint: "“mjtask restore FILE” puts a backup in its place"
                )
            )
            canBeOpened = false
        }
    }
}
