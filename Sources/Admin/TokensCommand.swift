import Administration
import ArgumentParser
import Domain
import Settings

struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "API keys and access tokens.",
        subcommands: [Issue.self, List.self, Revoke.self]
    )

    enum KindArgument: String, CaseIterable, ExpressibleByArgument {
        case apiKey = "api-key"
        case accessToken = "access-token"

        var kind: TokenKind {
            switch self {
            case .apiKey: .apiKey
            case .accessToken: .accessToken
            }
        }
    }

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a token. It is shown this once: only its hash is kept."
        )

        @Argument(help: "The user that it stands for.")
        var user: String

        @Option(help: "api-key is for /mj and its user's list, access-token for /api/mj.")
        var kind = KindArgument.apiKey

        @Option(help: "What it is for, as a reminder; its kind without it.")
        var name: String?

        @Option(
            help: ArgumentHelp("When it ends, such as 12h or 30d.", valueName: "time"),
            transform: { text in
                guard let span = TimeSpan.parse(text) else {
                    throw ValidationError("“\(text)” is no time such as 12h or 30d")
                }
                return span
            }
        )
        var expires: Duration?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let (token, owner, secret) = try options.withInstallation { installation, _ in
                    try installation.issueToken(
                        to: user,
                        kind: kind.kind,
                        name: name ?? kind.rawValue,
                        lifetime: expires
                    )
                }
                // Nothing but the token on standard output, so that a shell can keep it:
                // TOKEN=$(mjtask tokens issue …)
                output.show(IssuedTokenView(token: secret.text, TokenView(token, owner: owner))) {
                    output.note("This is shown only now; keep it.")
                    return secret.text + "\n"
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List tokens, without what is secret of them."
        )

        @Argument(help: "Whose; everybody's without it.")
        var user: String?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                let tokens = try options.withInstallation { installation, _ in
                    try installation.tokens(of: user).map { TokenView($0.token, owner: $0.owner) }
                }
                output.show(tokens) { TokenView.table(tokens) }
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a token, at once and for good."
        )

        @Argument(help: "Its id, from “mjtask tokens list”.")
        var id: TokenID

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                try options.withInstallation { installation, _ in try installation.revokeToken(id) }
                output.show(["id": id]) { "Revoked token \(id).\n" }
            }
        }
    }
}
