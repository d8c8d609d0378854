import Administration
import Domain
import Settings
import Storage

/// The users, tokens and the channel of a new demo.
struct DemoAccounts {
    struct Account {
        let name: String
        let userID: UserID
        /// For `/mj`, and the own lists of `/api/mj`.
        let apiKey: String
        /// For `/api/mj`.
        let accessToken: String
    }

    let demo: Account
    let second: Account
    let administrator: Account

    /// Makes the database with everything in it.
    init(settings: Settings, upstream: String, secret: String) throws {
        let installation = try Installation.open(settings)
        defer { installation.close() }
        demo = try Self.add("demo", .common, to: installation)
        second = try Self.add("second", .common, to: installation)
        administrator = try Self.add("admin", .admin, to: installation)
        _ = try installation.addChannel(named: "demo", url: upstream, secret: secret)
    }

    private static func add(
        _ name: String,
        _ role: Role,
        to installation: Installation
    ) throws -> Account {
        // 100 USD in quota units.
        let user = try installation.addUser(
            named: name,
            role: role,
            group: "default",
            quota: 50_000_000
        )
        let secrets = try [TokenKind.apiKey, .accessToken].map { kind in
            try installation.issueToken(to: name, kind: kind, name: "demo", lifetime: nil).secret
        }
        return Account(
            name: name,
            userID: user.id,
            apiKey: secrets[0].text,
            accessToken: secrets[1].text
        )
    }
}
