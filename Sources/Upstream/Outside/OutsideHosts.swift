import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import NIOPosix

/// Connects to hosts that outsiders name, and cannot be led into a private network: a host is
/// resolved, all its addresses are checked, and the connection is made to one that was, so that a
/// name that changes its mind in between changes nothing.
struct OutsideHosts: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let connectTimeout: Duration
    private let resolver: SystemResolver
    private let resolve: HostResolver?

    /// - Parameters:
    ///   - resolve: stands in for the system's resolver.
    ///   - resolverThreads: how many names are looked up at once.
    init(
        group: MultiThreadedEventLoopGroup,
        connectTimeout: Duration,
        resolve: HostResolver?,
        resolverThreads: Int = 4
    ) {
        self.group = group
        self.connectTimeout = connectTimeout
        resolver = SystemResolver(group: group, threads: resolverThreads)
        self.resolve = resolve
    }

    /// Runs `body` with a client for `host`, for up to three of its addresses in turn: the first
    /// may be of a family without a route.
    ///
    /// - Parameters:
    ///   - userID: who named the host; nil: a channel did.
    ///   - isAllowed: whether an address may be connected to; one that may not is enough to refuse
    ///     the host.
    ///   - triesNext: whether a failure of `body` leaves a chance to the next address.
    func reach<Result>(
        _ host: String,
        for userID: UserID? = nil,
        timeout: Duration,
        isAllowed: (IPAddress) -> Bool,
        triesNext: (any Error) -> Bool,
        _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let candidates =
            if let resolve {
                try await resolve(host, timeout)
            } else {
                try await resolver.addresses(of: host, for: userID, timeout: timeout)
            }
        guard candidates.allSatisfy(isAllowed) else {
            throw RefusedAddress(reason: "private address")
        }
        var failure: any Error = UnknownHost()
        for candidate in candidates.prefix(3) {
            let client = client(for: host, at: candidate)
            do {
                let result = try await body(client)
                try? await client.shutdown()
                return result
            } catch {
                try? await client.shutdown()
                guard triesNext(error) else { throw error }
                failure = error
            }
        }
        throw failure
    }

    /// A client for one request, because `dnsOverride` belongs to the client: it connects to
    /// `candidate`, and asks for and verifies the certificate of `host`.
    private func client(for host: String, at candidate: IPAddress) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.dnsOverride = [host: candidate.text]
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: TimeAmount(connectTimeout))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // Should the override ever fail to apply, nothing is sent to where the connection leads.
        configuration.http1_1ConnectionDebugInitializer = { connection in
            let isChecked =
                connection.remoteAddress?.ipAddress.flatMap { IPAddress($0) } == candidate
            return isChecked
                ? connection.eventLoop.makeSucceededVoidFuture()
                : connection.eventLoop.makeFailedFuture(
                    RefusedAddress(reason: "connected elsewhere")
                )
        }
        return HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    }

    func shutdown() async {
        await resolver.shutdown()
    }
}
