import CSQLite

/// A value that can stand for a `?` of a statement.
///
/// GRDB's own binding of texts ends at a zero byte, which JSON may contain; this one keeps all.
protocol Bindable {
    /// Gives SQLite's code.
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt
}

extension Int64: Bindable {
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        sqlite3_bind_int64(statement, index, self)
    }
}

extension Int: Bindable {
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        Int64(self).bind(to: statement, at: index)
    }
}

extension Bool: Bindable {
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        Int64(self ? 1 : 0).bind(to: statement, at: index)
    }
}

extension String: Bindable {
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                // A null pointer would be NULL, not the empty text.
                $0.isEmpty
                    ? sqlite3_bind_text(statement, index, "", 0, transient)
                    : sqlite3_bind_text(
                        statement,
                        index,
                        $0.baseAddress,
                        CInt($0.count),
                        transient
                    )
            }
        }
    }
}

extension [UInt8]: Bindable {
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        sqlite3_bind_blob(statement, index, self, CInt(count), transient)
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
    }
}

/// `SQLITE_TRANSIENT`, a macro that is out of reach from Swift: SQLite copies the bytes.
private var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
