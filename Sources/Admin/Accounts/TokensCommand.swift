import Administration
import ArgumentParser
import Domain
import Storage

struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "API keys and access tokens, and what they may.",
        subcommands: [Issue.self, List.self, Show.self, Limits.self, Revoke.self]
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

        @Argument(help: "The user that it stands for: a name or an id.")
        var user: String

        @Option(help: "api-key is for /mj and its user's list, access-token for /api/mj.")
        var kind = KindArgument.apiKey

        @Option(help: "What it is for, as a reminder; its kind without it.")
        var name: String?

        @OptionGroup var rules: TokenRuleOptions
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let rules = try rules.rules()
            try options.run { output in
                let (token, owner, secret) = try options.withInstallation { installation, _ in
                    try installation.issueToken(
                        to: user,
                        kind: kind.kind,
                        name: name ?? kind.rawValue,
                        rules: rules
                    )
                }
                let view = TokenView(OwnedToken(token: token, owner: owner.name))
                // Nothing but the token on standard output, so that a shell can keep it:
                // TOKEN=$(mjtask tokens issue …)
                output.show(IssuedTokenView(token: secret.text, view)) {
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

        @Argument(help: "Whose, by name or id; everybody's without it.")
        var user: String?

        @OptionGroup var options: GlobalOptions

        func run() throws {
            try options.run { output in
                try options.withInstallation { installation, _ in
                    let owner = try user.map(installation.user(named:))
                    try output.list(TokenView.columns, cells: \TokenView.cells) { last in
                        try installation.tokens(
                            of: owner,
                            after: last?.id ?? 0,
                            limit: Output.page
                        ).map(TokenView.init)
                    }
                }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a token with all that it may, without what is secret of it."
        )

        @OptionGroup var target: Target

        func run() throws {
            try target.run({ try $0.token(named: $1) }, text: \.text)
        }
    }

    struct Limits: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what a token may, at once; what is not given stays."
        )

        @OptionGroup var target: Target
        @OptionGroup var rules: TokenRuleOptions

        func validate() throws {
            guard try !rules.rules().isEmpty else {
                throw ValidationError("Give what is to be changed; --help lists it.")
            }
        }

        func run() throws {
            let rules = try rules.rules()
            try target.run({ try $0.updateToken(named: $1, rules) }, text: \.text)
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a token, at once and for good."
        )

        @OptionGroup var target: Target

        func run() throws {
            try target.options.run { output in
                let token = try target.options.withInstallation { installation, _ in
                    try installation.revokeToken(named: target.token).token
                }
                output.show(["id": token.id]) { "Revoked token \(token.id).\n" }
            }
        }
    }

    struct Target: ParsableArguments {
        @Argument(help: "The token's id, from “mjtask tokens list”, or its name.")
        var token: String

        @OptionGroup var options: GlobalOptions

        func run(
            _ body: (Installation, String) throws -> OwnedToken,
            text: (TokenView) -> String
        ) throws {
            try options.run { output in
                let view = try options.withInstallation { installation, _ in
                    TokenView(try body(installation, token))
                }
                output.show(view) { text(view) }
            }
        }
    }
}
