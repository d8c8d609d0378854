import Domain
import HotState
import Storage

/// Who a request comes from, and whether that is enough for what it asks.
struct Authentication {
    /// What a route asks of a credential.
    enum Access {
        /// `/mj`: an API key.
        case tasks
        /// The own list: any credential.
        case ownList
        /// Everybody's list: an administrator's access token.
        case everyonesList
    }

    let store: Store
    let versions: Versions
    let hotState: HotState
    let now: @Sendable () -> Milliseconds

    func credential(of request: Request) throws(Problem) -> Credential {
        let authorization = request.header("AUTHORIZATION")
        let apiSecret = request.header("MJ_API_SECRET")
        guard let found = Credential(authorization: authorization, apiSecret: apiSecret) else {
            throw .unauthorized(.tokenMissing)
        }
        return found
    }

    /// For routes that look up nothing else in Redis.
    func authenticate(_ request: Request, for access: Access) throws -> Identity {
        let credential = try credential(of: request)
        let identity = try hotState.identity(of: credential.hash) ?? readIdentity(of: credential)
        return try check(identity, of: request, for: access)
    }

    /// For submits, after each of which what is cached of the user is out of date: one read of the
    /// database instead of a look in vain and three of them.
    func authenticateAtSource(_ request: Request, for access: Access) throws -> Identity {
        let credential = try credential(of: request)
        return try check(try storedIdentity(of: credential), of: request, for: access)
    }

    /// Reads an identity from the database, and keeps it for the next request.
    ///
    /// It is read twice, because the version to keep it with must be taken before the reading, and
    /// whose version that is only the first reading tells. Unknown tokens are not kept: their
    /// number is up to whoever guesses them.
    func readIdentity(of credential: Credential) throws -> Identity? {
        guard let user = try storedIdentity(of: credential)?.userID else { return nil }
        let version = versions.version(ofUser: user)
        guard let identity = try storedIdentity(of: credential) else { return nil }
        if let version, identity.userID == user {
            hotState.keep(identity, of: credential.hash, version: version)
        }
        return identity
    }

    private func storedIdentity(of credential: Credential) throws -> Identity? {
        if let identity = try store.identity(of: credential.hash) { return identity }
        guard let hash = credential.hashOfKey, let identity = try store.identity(of: hash),
            identity.kind == .apiKey
        else { return nil }
        return identity
    }

    /// Lets in, or throws 401 or 403. Made on each request, also for cached identities: time
    /// passes, and addresses differ.
    func check(
        _ identity: Identity?,
        of request: Request,
        for access: Access
    ) throws(Problem) -> Identity {
        guard let identity else { throw .unauthorized(.tokenUnknown) }
        guard identity.isEnabled else { throw .unauthorized(.tokenDisabled) }
        guard identity.expiresAt == 0 || now() < identity.expiresAt else {
            throw .unauthorized(.tokenExpired)
        }
        if !identity.allowedNetworks.isEmpty {
            let address = request.remoteAddress
            let isAllowed = identity.allowedNetworks.contains { network in
                Network(network)?.contains(address) ?? false
            }
            guard isAllowed else { throw .forbidden(.addressNotAllowed) }
        }
        if let named = request.header("NEW_API_USER") {
            // Documented both as `<id>` and as `Bearer <id>`.
            guard Int64(Credential.withoutScheme(named)) == identity.userID else {
                throw .unauthorized(.userMismatch)
            }
        }
        switch access {
        case .tasks:
            guard identity.kind == .apiKey else { throw .forbidden(.needsAPIKey) }
        case .ownList:
            break
        case .everyonesList:
            guard identity.kind == .accessToken else { throw .forbidden(.needsAccessToken) }
            guard identity.role >= .admin else { throw .forbidden(.needsAdministrator) }
        }
        return identity
    }
}
