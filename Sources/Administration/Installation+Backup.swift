import Glibc
import HotState
package import Logging
package import Storage

extension Installation {
    /// Copies the database to `file` while everything runs. It is opened by nobody else's rules: an
    /// older schema is copied as it is.
    ///
    /// - Returns: nil when `progress` said to stop.
    package static func backUp(
        _ store: Store.Configuration,
        to file: String,
        replace: Bool,
        progress: @escaping (Double) -> Bool
    ) throws(AdministrationError) -> DatabaseSummary? {
        try checkAccess(to: folder(of: store.path))
        try checkWriting(into: folder(of: file))
        do {
            return try Store.backUp(store.path, to: file, replace: replace, progress: progress)
        } catch {
            throw AdministrationError(
                error,
                action: "back up to \(file)",
                hint: "give another name, or --force to replace an older backup"
            )
        }
    }

    /// Puts a copy of a backup in the place of the database; refused while programs use that.
    ///
    /// - Returns: nil when `progress` said to stop.
    package static func restore(
        _ file: String,
        to configuration: Configuration,
        logger: Logger,
        progress: @escaping (Double) -> Bool
    ) throws(AdministrationError) -> RestoreOutcome? {
        let path = configuration.store.path
        for directory in [folder(of: path), configuration.runDirectory] {
            try checkAccess(to: directory)
        }
        do {
            return try Store.restore(
                file,
                to: configuration.store,
                logger: logger,
                whileUnused: { try whileStopped(configuration, $0) },
                progress: progress
            )
        } catch let error as HotStateError {
            throw AdministrationError(error, directory: configuration.runDirectory)
        } catch {
            throw AdministrationError(
                wrapping: error,
                action: "restore \(file)",
                hint: "give a file that “mjtask backup” made; the database is as it was"
            )
        }
    }

    private static func whileStopped(_ configuration: Configuration, _ body: () throws -> Void)
        throws
    {
        let hint =
            "stop them first: systemctl stop mjtask.target; “mjtask status” and other commands use it, too"
        guard !PollerLock(path: configuration.pollerFile).isHeld else {
            throw AdministrationError(.unavailable, "restore: the poller is running", hint: hint)
        }
        guard try Versions.whileUnused(in: configuration.runDirectory, body) != nil else {
            throw AdministrationError(
                .unavailable,
                "restore: programs of mjtask use the database",
                hint: hint
            )
        }
    }

    private static func checkWriting(into directory: String) throws(AdministrationError) {
        guard access(directory, W_OK | X_OK) != 0 else { return }
        let isForbidden = errno == EACCES || errno == EPERM || errno == EROFS
        throw AdministrationError(
            isForbidden ? .noPermission : .invalid,
            "\(directory): \(SystemError.text(errno))",
            hint: "give a file in a folder that you may write to"
        )
    }
}
