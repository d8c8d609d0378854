import Domain
import Glibc
package import Logging
import Storage

/// Looks at everything that an installation needs, and changes none of it but what every command
/// does: a database that is up to date is opened.
package struct InstallationCheck: Sendable {
    package struct Places: Sendable {
        package var archiveDirectory: String
        package var publicURL: String
        package var listSocket: String
        package var relaySocket: String
        /// Where nginx's configuration lies.
        package var nginxDirectory: String
        package var pollerStaleAfter: Duration

        package init(
            archiveDirectory: String,
            publicURL: String,
            listSocket: String,
            relaySocket: String,
            nginxDirectory: String,
            pollerStaleAfter: Duration
        ) {
            self.archiveDirectory = archiveDirectory
            self.publicURL = publicURL
            self.listSocket = listSocket
            self.relaySocket = relaySocket
            self.nginxDirectory = nginxDirectory
            self.pollerStaleAfter = pollerStaleAfter
        }
    }

    private let configuration: Installation.Configuration
    private let places: Places
    private let logger: Logger

    package init(_ configuration: Installation.Configuration, places: Places, logger: Logger) {
        self.configuration = configuration
        self.places = places
        self.logger = logger
    }

    package func findings() -> [Finding] {
        var findings = [
            folder("run directory", configuration.runDirectory),
            folder("archive", places.archiveDirectory),
        ]
        let state = DatabaseCheck(path: configuration.store.path)
        findings.append(state.finding)
        if state.canBeOpened, findings[0].level == .ok {
            do {
                let installation = try Installation(configuration, logger: logger)
                defer { installation.close() }
                findings += try inside(installation)
            } catch {
                let action = "look into the database"
                let error = AdministrationError(wrapping: error, action: action, hint: "")
                findings.append(Finding("database", error))
            }
        }
        findings += [
            socket("list", places.listSocket), socket("relay", places.relaySocket), publicURL(),
        ]
        return findings
            + NginxCheck(
                directory: places.nginxDirectory,
                sockets: [places.listSocket, places.relaySocket]
            ).findings()
    }

    /// What only an open database tells.
    private func inside(_ installation: Installation) throws -> [Finding] {
        let status = try installation.status(staleAfter: places.pollerStaleAfter)
        var findings = status.foreignFiles.map {
            Finding(
                "files",
                .error,
                "\($0) belongs to another user",
                hint: "chown it to the others' owner"
            )
        }
        switch status.redis {
        case .reachable: findings.append(Finding("Redis", .ok, "answers"))
        case .unused:
            findings.append(Finding("Redis", .warning, "is not used: everything works, slower"))
        case .unreachable:
            findings.append(
                Finding(
                    "Redis",
                    .warning,
                    "does not answer: everything works, slower",
                    hint:
                        "start it, or correct MJTASK_REDIS_SOCKET; its socket must be open to the "
                        + "services' user"
                )
            )
        }
        switch status.poller {
        case .working: findings.append(Finding("poller", .ok, "works"))
        case .stale:
            findings.append(
                Finding("poller", .error, "is stuck", hint: "journalctl -u mjtask-poller")
            )
        case .absent:
            findings.append(
                Finding("poller", .warning, "does not run", hint: "systemctl start mjtask-poller")
            )
        }
        findings += ChannelCheck(publicURL: places.publicURL).findings(try installation.channels())
        let newest = try installation.tasks(TaskSelection(), page: 1, limit: 1).tasks.first
        findings.append(ClockCheck.time(wallClock(), newestTask: newest?.submitTime))
        return findings
    }

    private func folder(_ part: String, _ path: String) -> Finding {
        do {
            try Installation.checkAccess(to: path)
            return Finding(part, .ok, path)
        } catch {
            return Finding(part, error)
        }
    }

    private func socket(_ name: String, _ path: String) -> Finding {
        let part = "\(name) socket"
        switch UnixSocket.connect(path) {
        case 0: return Finding(part, .ok, path)
        case EACCES, EPERM:
            return Finding(
                part,
                .error,
                "\(path): no permission",
                hint: "systemctl restart mjtask-\(name).socket, whose unit says to whom it belongs"
            )
        case let code:
            return Finding(
                part,
                .warning,
                "\(path): \(SystemError.text(code))",
                hint: "systemctl start mjtask-\(name).socket"
            )
        }
    }

    private func publicURL() -> Finding {
        let isDefault = places.publicURL == "http://localhost"
        return Finding(
            "public URL",
            isDefault ? .warning : .ok,
            places.publicURL,
            hint: isDefault
                ? "set MJTASK_PUBLIC_URL to the address of the site: links to pictures begin with it"
                : ""
        )
    }
}
