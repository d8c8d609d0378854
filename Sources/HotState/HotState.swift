package import Domain

/// Redis, as one thread uses it: cached identities, cached pages, hot tasks.
///
/// Not `Sendable`: every thread makes its own, with its own connection. Nothing here throws for a
/// Redis that is away: reads find nothing, writes are dropped, and the connection is retried with
/// back-off.
package final class HotState {
    package struct Configuration: Sendable {
        /// Redis's unix socket; empty: work without Redis.
        package var redisSocket: String
        /// The longest wait for a reply.
        package var timeout: Duration
        /// How long pages and identities are kept at most.
        package var pageLifetime: Duration
        /// How long a hot document is kept after its last write; outlives the flush by minutes.
        package var hotTaskLifetime: Duration

        package init(
            redisSocket: String, timeout: Duration = .milliseconds(500),
            pageLifetime: Duration = .seconds(3600), hotTaskLifetime: Duration = .seconds(86_400)
        ) {
            self.redisSocket = redisSocket
            self.timeout = timeout
            self.pageLifetime = pageLifetime
            self.hotTaskLifetime = hotTaskLifetime
        }
    }

    package init(configuration: Configuration, versions: Versions) { fatalError("stub") }

    /// Looks for an identity and, in the same round trip, for a page made for it.
    ///
    /// Both are given only if their versions are the current ones and nobody is announced.
    package func lookUp(token: TokenHash, page: PageKey) -> (identity: Identity?, page: [UInt8]?) {
        fatalError("stub")
    }

    /// Looks for an identity alone.
    package func identity(of token: TokenHash) -> Identity? { fatalError("stub") }

    /// Keeps an identity read from the database after `version` was taken.
    package func keep(_ identity: Identity, of token: TokenHash, version: Version) {
        fatalError("stub")
    }

    /// Keeps a page rendered from sources that were read after `version` was taken: the user's
    /// version, or that of everything for an administrator's list.
    package func keep(
        page body: [UInt8], for token: TokenHash, identity: Identity, key: PageKey, version: Version
    ) {
        fatalError("stub")
    }

    /// The hot documents there are among `mjIDs`, in one round trip.
    package func hotTasks(_ mjIDs: [String]) -> [String: HotTask] { fatalError("stub") }

    /// Writes hot documents, each only over an older one, as one announced change of its users.
    ///
    /// - Returns: false when Redis was away or refused; the documents may then be lost.
    @discardableResult
    package func write(_ tasks: [HotTask]) -> Bool { fatalError("stub") }

    /// Whether Redis answers just now; for health reports.
    package func ping() -> Bool { fatalError("stub") }
}

/// What a cached page answers: whose list, and the canonical form of the query.
package struct PageKey: Sendable, Hashable {
    package enum List: String, Sendable { case own, everyone }

    package var list: List
    /// The checked query and everything else the bytes depend on, such as the language and the
    /// unit of times.
    package var query: String

    package init(list: List, query: String) {
        self.list = list
        self.query = query
    }
}
