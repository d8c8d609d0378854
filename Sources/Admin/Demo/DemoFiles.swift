import Foundation
import Glibc
import Supervision

/// The two files of assignments that the demo writes: its settings, and where scripts find it.
enum DemoFiles {
    /// What the programs read as `MJTASK_SETTINGS`; commands of `mjtask` work on the demo with it.
    static func writeSettings(
        folder: DemoFolder,
        publicURL: String,
        additional: [(key: String, value: String)]
    ) throws {
        var settings = [
            ("MJTASK_DATABASE", folder.database),
            ("MJTASK_REDIS_SOCKET", folder.redisSocket),
            ("MJTASK_RUN_DIRECTORY", folder.run),
            ("MJTASK_ARCHIVE_DIRECTORY", folder.archive),
            ("MJTASK_PUBLIC_URL", publicURL), ("MJTASK_HOOK_URL", publicURL),
            ("MJTASK_LIST_SOCKET", folder.listSocket),
            ("MJTASK_RELAY_SOCKET", folder.relaySocket),
            ("MJTASK_STOP_TIMEOUT", "5s"),
        ]
        settings += additional.map { ($0.key, $0.value) }
        try write(settings, to: folder.settingsFile)
    }

    /// Written when everything works: whoever finds it may begin.
    static func writeEnvironment(
        folder: DemoFolder,
        publicURL: String,
        accounts: DemoAccounts
    ) throws {
        try write(
            [
                ("BASE_URL", publicURL),
                ("API_KEY", accounts.demo.apiKey),
                ("ACCESS_TOKEN", accounts.demo.accessToken),
                ("USER_ID", String(accounts.demo.userID)),
                ("SECOND_API_KEY", accounts.second.apiKey),
                ("SECOND_ACCESS_TOKEN", accounts.second.accessToken),
                ("SECOND_USER_ID", String(accounts.second.userID)),
                ("ADMIN_ACCESS_TOKEN", accounts.administrator.accessToken),
                ("DATABASE", folder.database),
                ("REDIS_SOCKET", folder.redisSocket),
                ("LIST_PID_FILE", folder.pidFile(of: "list").path),
                ("RELAY_PID_FILE", folder.pidFile(of: "relay").path),
                ("POLLER_PID_FILE", folder.pidFile(of: "poller").path),
                ("REDIS_PID_FILE", folder.pidFile(of: "redis").path),
            ],
            to: folder.environmentFile
        )
    }

    /// In single quotes, which both the shell and the settings file read as they are; no value has
    /// one itself. As a whole or not at all, and for the owner alone: it holds tokens.
    private static func write(_ assignments: [(String, String)], to path: String) throws {
        let text = assignments.map { "\($0)='\($1)'\n" }.joined()
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
        guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
