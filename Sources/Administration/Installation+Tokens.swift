package import Domain
package import Storage

extension Installation {
    /// Issues a token of which only the hash is kept: the secret cannot be shown again.
    package func issueToken(
        to userName: String,
        kind: TokenKind,
        name: String,
        rules: TokenRules
    ) throws(AdministrationError) -> (token: Token, owner: User, secret: TokenSecret) {
        let owner = try user(named: userName)
        try Name.check(name, of: "token name")
        let changes = try rules.changes(action: "issue token")
        let secret = TokenSecret(kind: kind)
        do {
            let token = try store.addToken(
                userID: owner.id,
                name: name,
                kind: kind,
                hash: secret.hash,
                expiresAt: 0,
                rules: changes
            )
            return (token, owner, secret)
        } catch .notFound(let what) {
            throw .missing(what, action: "issue token")
        } catch {
            throw AdministrationError(
                error,
                action: "issue token",
                hint: "“mjtask tokens issue --help” has what is allowed"
            )
        }
    }

    /// - Parameter lifetime: nil: it never ends.
    package func issueToken(
        to userName: String,
        kind: TokenKind,
        name: String,
        lifetime: Duration?
    ) throws(AdministrationError) -> (token: Token, owner: User, secret: TokenSecret) {
        var rules = TokenRules()
        rules.lifetime = .some(lifetime)
        return try issueToken(to: userName, kind: kind, name: name, rules: rules)
    }

    /// Tokens by id, from the one after `after` on: a page of them, or all.
    ///
    /// - Parameter owner: nil: of everybody.
    package func tokens(of owner: User?, after: TokenID = 0, limit: Int = .max)
        throws(AdministrationError) -> [OwnedToken]
    {
        do {
            return try store.ownedTokens(of: owner?.id, after: after, limit: limit)
        } catch {
            throw AdministrationError(error, action: "list tokens", hint: "")
        }
    }

    /// - Parameter text: An id, or a name that only one token has.
    package func token(named text: String) throws(AdministrationError) -> OwnedToken {
        let action = "find token “\(text)”"
        let tokens: [OwnedToken]
        do {
            tokens = try RowReference(text).rows(
                named: { (name) throws(StorageError) in
                    try store.tokens(named: name, limit: Self.ambiguous)
                },
                id: { (id) throws(StorageError) in try store.token(id) }
            )
        } catch {
            throw AdministrationError(error, action: action, hint: "")
        }
        guard let token = tokens.first else {
            throw AdministrationError(
                .invalid,
                "\(action): no such token",
                hint: "“mjtask tokens list” shows those there are"
            )
        }
        guard tokens.count == 1 else {
            let ids = tokens.map { "\($0.token.id) of \($0.owner)" }.joined(separator: ", ")
            throw AdministrationError(
                .invalid,
                "\(action): several are called so, or have that id: \(ids)"
                    + (tokens.count < Self.ambiguous ? "" : " …"),
                hint: "name it by its id: id:\(token.token.id)"
            )
        }
        return token
    }

    /// How many of the tokens that a name may mean are looked up.
    private static let ambiguous = 5

    /// Takes effect at once, in all running programs.
    package func updateToken(named text: String, _ rules: TokenRules)
        throws(AdministrationError) -> OwnedToken
    {
        let token = try token(named: text).token
        let action = "change token \(token.id)"
        let changes = try rules.changes(action: action)
        do {
            return try store.updateToken(token.id, changes)
        } catch .notFound(let what) {
            throw .missing(what, action: action)
        } catch {
            throw AdministrationError(
                error,
                action: action,
                hint: "“mjtask tokens limits --help” has what is allowed"
            )
        }
    }

    /// Takes effect at once, in all running programs.
    package func revokeToken(named text: String) throws(AdministrationError) -> OwnedToken {
        let token = try token(named: text)
        do {
            try store.revokeToken(token.token.id)
        } catch {
            throw AdministrationError(
                error,
                action: "revoke token \(token.token.id)",
                hint: "“mjtask tokens list” shows the ids there are"
            )
        }
        return token
    }
}
