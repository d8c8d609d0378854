import Storage

/// What somebody calls a row: its name or its id. Where the name of one is the id of another,
/// `name:7` and `id:7` tell them apart.
struct RowReference {
    private var name: String?
    private var id: Int64?

    init(_ text: String) {
        if text.hasPrefix("id:"), let id = Int64(text.dropFirst(3)) {
            self.id = id
        } else if text.hasPrefix("name:") {
            name = String(text.dropFirst(5))
        } else {
            name = text
            id = Int64(text)
        }
    }

    /// All rows that it may mean; what is not there is left out.
    func rows<Row: Equatable>(
        named: (String) throws(StorageError) -> [Row],
        id find: (Int64) throws(StorageError) -> Row
    ) throws(StorageError) -> [Row] {
        var rows: [Row] = []
        if let name { rows += try Self.found { () throws(StorageError) in try named(name) } ?? [] }
        if let id {
            let row = try Self.found { () throws(StorageError) in try find(id) }
            if let row, !rows.contains(row) { rows.append(row) }
        }
        return rows
    }

    private static func found<Value>(_ find: () throws(StorageError) -> Value)
        throws(StorageError) -> Value?
    {
        do {
            return try find()
        } catch .notFound {
            return nil
        }
    }
}
