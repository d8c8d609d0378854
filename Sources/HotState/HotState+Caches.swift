package import Domain
import Redis

extension HotState {
    /// Looks for an identity and for a page made for it: in this process's memory, and if they are
    /// not there in Redis, in one round trip.
    ///
    /// Both are given only if their versions are the current ones and nobody is announced. The
    /// caller still checks what the identity may do: also a disabled one is found.
    package func lookUp(token: TokenHash, page: PageKey) -> (identity: Identity?, page: [UInt8]?) {
        missedHotTasks = false
        let key = PageMemory.Key(token: token, page: page)
        if let found = memory?.entry(for: key), isCurrent(found, of: page.list) {
            return (found.identity.identity, found.page)
        }
        let commands = [
            RedisCommand("GET", keys.token(token)),
            RedisCommand("GET", keys.page(page, for: token)),
        ]
        guard let replies = replies(to: commands) else { return (nil, nil) }
        // The versions are looked at with the bytes in hand, so that a write which finished while
        // Redis answered counts.
        guard let cached = identity(in: replies[0]) else { return (nil, nil) }
        let identity = cached.identity
        guard var value = bytes(in: replies[1]) else { return (identity, nil) }
        guard let made = CachedPage(cuttingFrom: &value) else {
            logForeign()
            return (identity, nil)
        }
        guard made.user == identity.userID, made.list == page.list,
            made.version == version(of: made.list, for: identity)
        else { return (identity, nil) }
        memory?
            .keep(
                PageMemory.Entry(
                    identity: cached,
                    page: value,
                    version: made.version,
                    expiresAt: .now + configuration.pageLifetime
                ),
                for: key
            )
        return (identity, value)
    }

    private func isCurrent(_ entry: PageMemory.Entry, of list: PageKey.List) -> Bool {
        let identity = entry.identity.identity
        return entry.identity.version == versions.version(ofUser: identity.userID)
            && entry.version == version(of: list, for: identity)
    }

    /// Looks for an identity alone.
    package func identity(of token: TokenHash) -> Identity? {
        replies(to: [RedisCommand("GET", keys.token(token))]).flatMap {
            identity(in: $0[0])?.identity
        }
    }

    /// Keeps an identity read from the database after `version` was taken.
    ///
    /// Whose version to take is known only from the token's row: so it is read, the version taken,
    /// and the row read once more.
    package func keep(_ identity: Identity, of token: TokenHash, version: Version) {
        guard versions.version(ofUser: identity.userID) == version else { return }
        var command = RedisCommand("SET")
        command.append(keys.token(token))
        command.appendWord { CachedIdentity(identity, at: version).append(to: &$0) }
        command.append("EX")
        command.append(keys.pageSeconds)
        // A page that could not be kept is made again.
        _ = replies(to: [command])
    }

    /// Keeps a page rendered from sources that were read after `version` was taken: the user's
    /// version, or that of everything for an administrator's list.
    package func keep(
        page body: [UInt8],
        for token: TokenHash,
        identity: Identity,
        key: PageKey,
        version: Version
    ) {
        guard !missedHotTasks, self.version(of: key.list, for: identity) == version else { return }
        var command = RedisCommand("SET", capacity: 256 + body.count)
        command.append(keys.page(key, for: token))
        command.appendWord { bytes in
            bytes.append(contentsOf: body)
            CachedPage(user: identity.userID, list: key.list, version: version)
                .append(afterPageOf: body.count, to: &bytes)
        }
        command.append("EX")
        command.append(keys.pageSeconds)
        _ = replies(to: [command])
    }

    private func identity(in reply: RedisReply) -> CachedIdentity? {
        guard let bytes = bytes(in: reply) else { return nil }
        guard let cached = CachedIdentity(bytes) else {
            logForeign()
            return nil
        }
        let current = versions.version(ofUser: cached.identity.userID)
        return cached.version == current ? cached : nil
    }

    private func version(of list: PageKey.List, for identity: Identity) -> Version? {
        switch list {
        case .own: versions.version(ofUser: identity.userID)
        case .everyone: versions.versionOfEverything()
        }
    }
}
