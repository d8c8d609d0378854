import HotState
import Storage

/// Why a command failed, and what somebody at the keyboard can do about it.
package struct AdministrationError: Error, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Something named does not exist, is taken or is not allowed: another command line helps.
        case invalid
        /// Database or run directory cannot be used just now.
        case unavailable
        /// Not for this user of the system.
        case noPermission
    }

    package var kind: Kind
    package var message: String
    /// What to run or change.
    package var hint: String

    package init(_ kind: Kind, _ message: String, hint: String) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }
}

extension AdministrationError {
    /// - Parameters:
    ///   - action: What was being done, such as `add user “alice”`.
    ///   - hint: For what the caller named and the database has not, or has already.
    init(_ error: StorageError, action: String, hint: String) {
        switch error {
        case .notFound(let what):
            self.init(.invalid, "\(action): no such \(what)", hint: hint)
        case .invalid(let what, let reason):
            self.init(.invalid, "\(action): \(what) \(reason)", hint: hint)
        case .newerSchema(let found, let known):
            self.init(
                .unavailable,
                "the database was made by a newer mjtask (schema \(found), known is \(known))",
                hint: "install the mjtask that the services run"
            )
        case .unavailable(let operation, let reason):
            self.init(
                .unavailable,
                "\(action): \(operation): \(reason)",
                hint: "look at MJTASK_DATABASE (“mjtask settings”) and at the disk behind it"
            )
        case .failed(let operation, 13, _):
            // SQLITE_FULL, of which SQLite says "not an error" where a copy met it.
            self.init(
                .unavailable,
                "\(action): \(operation): the disk is full",
                hint: "make room on it, and try again"
            )
        case .failed(let operation, let code, let reason):
            self.init(
                .unavailable,
                "\(action): \(operation): \(reason) (SQLite code \(code))",
                hint: "try again; if it stays, look at the disk behind MJTASK_DATABASE"
            )
        case .closing:
            self.init(.unavailable, "\(action): the database is closing", hint: "try again")
        }
    }

    /// The same for an error of which only the caller knows that it is one of these.
    init(wrapping error: any Error, action: String, hint: String) {
        switch error {
        case let error as AdministrationError: self = error
        case let error as StorageError: self.init(error, action: action, hint: hint)
        default: self.init(.unavailable, "\(action): \(type(of: error))", hint: "try again")
        }
    }

    init(_ error: HotStateError, directory: String) {
        switch error {
        case .fileFailed(let call, let path, let code):
            self.init(
                .unavailable,
                "\(path): \(call): \(SystemError.text(code))",
                hint: "make the run directory as systemd-tmpfiles would: "
                    + "install -d -o mjtask -g mjtask \(directory)"
            )
        case .fileInvalid(let path, let reason):
            self.init(
                .unavailable,
                "\(path): \(reason)",
                hint: "stop the services, remove the file, and start them again"
            )
        case .tooManyWriters(let limit):
            self.init(
                .unavailable,
                "all \(limit) places for writing processes are taken",
                hint: "end other mjtask commands"
            )
        }
    }
}
