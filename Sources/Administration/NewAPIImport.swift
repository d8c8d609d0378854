import Crypto
import Domain
import Glibc
import HotState
package import Logging
package import Storage

/// The move from new-api: what its database holds becomes ours, in one transaction.
package struct NewAPIImport: Sendable {
    package var path: String
    /// Nil: recognised, or named by the import itself.
    package var source: String?
    package var isDryRun: Bool
    /// `PollingConfiguration.taskDeadline`.
    package var taskDeadline: Duration
    package var progress: @Sendable (ImportProgress) -> Void

    package init(
        path: String,
        source: String? = nil,
        isDryRun: Bool = false,
        taskDeadline: Duration,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) {
        self.path = path
        self.source = source
        self.isDryRun = isDryRun
        self.taskDeadline = taskDeadline
        self.progress = progress
    }

    /// Runs it on the installation that `configuration` describes, which is made if it is new. The
    /// caller has no ``Installation`` open: a large import needs the database for itself.
    package func run(_ configuration: Installation.Configuration, logger: Logger)
        throws(AdministrationError) -> ImportReport
    {
        try check()
        let versions = try Installation.prepare(configuration, logger: logger)
        let request = ImportRequest(
            path: path,
            source: source,
            isDryRun: isDryRun,
            taskDeadline: taskDeadline,
            hash: { TokenHash(bytes: Array(SHA256.hash(data: Array($0.utf8)))) },
            progress: progress
        )
        do {
            return try Store.importNewAPI(request, into: configuration.store, versions: versions)
        } catch {
            throw AdministrationError(
                error,
                action: action,
                hint: "name the SQLite database of new-api, one-api.db; stop new-api first, so "
                    + "that it is complete and no journal lies beside it"
            )
        }
    }

    private var action: String { "import \(path)" }

    private func check() throws(AdministrationError) {
        if let source { try Name.check(source, of: "source") }
        guard access(path, R_OK) != 0 else { return }
        switch errno {
        case EACCES, EPERM:
            throw AdministrationError(
                .noPermission,
                "\(action): the user that the services run as may not read it",
                hint: "give that user a copy: install -o mjtask -m 600 \(path) /var/lib/mjtask/"
            )
        case let code:
            throw AdministrationError(
                .invalid,
                "\(action): \(SystemError.text(code))",
                hint: "name the SQLite database of new-api, one-api.db"
            )
        }
    }
}
