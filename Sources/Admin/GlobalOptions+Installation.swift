import Administration
import Glibc
import Settings
import Storage

extension GlobalOptions {
    /// Opens the installation that the settings describe, for the time of `body`.
    func withInstallation<Result>(
        _ body: (Installation, Settings) throws -> Result
    ) throws -> Result {
        let settings = try becomeService()
        let installation = try Installation.open(settings)
        defer { installation.close() }
        return try body(installation, settings)
    }

    /// Goes on as the user that the services run as; gives the settings.
    func becomeService() throws -> Settings {
        let settings = try loadSettings()
        try ServiceUser.become(ownerOf: Installation.folder(of: settings.store.path))
        // Nobody but the services reads what is made here.
        umask(0o027)
        return settings
    }
}
