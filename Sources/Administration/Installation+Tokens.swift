package import Domain
package import Storage

extension Installation {
    private static let longestLifetime = Duration.seconds(100 * 366 * 86_400)

    /// Issues a token of which only the hash is kept: the secret cannot be shown again.
    ///
    /// - Parameter lifetime: nil: it never ends.
    package func issueToken(
        to userName: String,
        kind: TokenKind,
        name: String,
        lifetime: Duration?
    ) throws(AdministrationError) -> (token: Token, owner: User, secret: TokenSecret) {
        let owner = try user(named: userName)
        try Name.check(name, of: "token name")
        var expiresAt: Milliseconds = 0
        if let lifetime {
            guard lifetime > .zero, lifetime <= Self.longestLifetime else {
                throw AdministrationError(
                    .invalid,
                    "issue token: it would end at once, or in more than 100 years",
                    hint: "give a time such as 30d, or none for a token that never ends"
                )
            }
            expiresAt = wallClock() + Milliseconds(lifetime / .milliseconds(1))
        }
        let secret = TokenSecret(kind: kind)
        do {
            let token = try store.addToken(
                userID: owner.id,
                name: name,
                kind: kind,
                hash: secret.hash,
                expiresAt: expiresAt
            )
            return (token, owner, secret)
        } catch {
            throw AdministrationError(
                error,
                action: "issue token",
                hint: "“mjtask tokens list \(userName)” shows the user's tokens"
            )
        }
    }

    /// - Parameter userName: nil: of everybody.
    package func tokens(of userName: String?)
        throws(AdministrationError) -> [(token: Token, owner: User)]
    {
        let owners = if let userName { [try user(named: userName)] } else { try users() }
        let ownerOfID = Dictionary(owners.map { ($0.id, $0) }) { first, _ in first }
        let tokens: [Token]
        do {
            tokens = try store.tokens(userID: userName == nil ? nil : owners.first?.id)
        } catch {
            throw AdministrationError(error, action: "list tokens", hint: "")
        }
        return tokens.compactMap { token in ownerOfID[token.userID].map { (token, $0) } }
    }

    /// Takes effect at once, in all running programs.
    package func revokeToken(_ id: TokenID) throws(AdministrationError) {
        do {
            try store.revokeToken(id)
        } catch {
            throw AdministrationError(
                error,
                action: "revoke token \(id)",
                hint: "“mjtask tokens list” shows the ids there are"
            )
        }
    }
}
