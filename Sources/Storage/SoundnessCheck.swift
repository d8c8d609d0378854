import CSQLite
import GRDB

/// SQLite's own look at a whole file
/// (https://www.sqlite.org/pragma.html#pragma_integrity_check).
enum SoundnessCheck: String {
    /// All but whether indexes and tables agree.
    case quick = "quick_check"
    case full = "integrity_check"

    /// Some ten milliseconds.
    private static let instructionsInAStep: CInt = 1_000_000

    /// Throws what is wrong with the database; may take minutes.
    ///
    /// - Returns: false when `goesOn`, which is asked every now and then, said to stop.
    func passes(_ database: Database, _ goesOn: @escaping () -> Bool) throws -> Bool {
        guard goesOn() else { return false }
        let question = Question(goesOn)
        let connection = database.sqliteConnection
        let context = Unmanaged.passUnretained(question).toOpaque()
        sqlite3_progress_handler(
            connection,
            Self.instructionsInAStep,
            { Unmanaged<Question>.fromOpaque($0.unsafelyUnwrapped).takeUnretainedValue().answer },
            context
        )
        defer {
            sqlite3_progress_handler(connection, 0, nil, nil)
            withExtendedLifetime(question) {}
        }
        do {
            let findings = try String.fetchAll(database, sql: "PRAGMA \(rawValue)(1)")
            guard findings == ["ok"] else { throw Self.damage }
            return goesOn()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw Self.damage
        }
    }

    private static let damage = StorageError.invalid(what: "the database", reason: "is damaged")
}

/// What a C callback asks.
private final class Question {
    private let goesOn: () -> Bool

    init(_ goesOn: @escaping () -> Bool) {
        self.goesOn = goesOn
    }

    /// Other than 0 breaks the statement off: https://www.sqlite.org/c3ref/progress_handler.html
    var answer: CInt { goesOn() ? 0 : 1 }
}
