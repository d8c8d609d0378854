import Domain
import Glibc
import NIOCore
import NIOPosix

/// Gives the addresses of a host name; throws ``UnknownHost`` when it has none.
typealias HostResolver =
    @Sendable (_ host: String, _ timeout: Duration) async throws -> [IPAddress]

/// No address for a host name.
struct UnknownHost: Error {}

/// No place came free to look a name up: nothing is known of the host.
struct ResolverBusy: Error {}

/// getaddrinfo on threads of its own: it blocks, for as long as a name server keeps silent.
final class SystemResolver: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let threads: NIOThreadPool
    private let queue: LookUpQueue
    private let lookUp: @Sendable (String) throws -> [IPAddress]

    /// - Parameter lookUp: stands in for getaddrinfo.
    init(
        group: MultiThreadedEventLoopGroup,
        threads count: Int,
        lookUp: @escaping @Sendable (String) throws -> [IPAddress] = systemLookUp
    ) {
        self.group = group
        self.lookUp = lookUp
        queue = LookUpQueue(places: count)
        threads = NIOThreadPool(numberOfThreads: count)
        threads.start()
    }

    /// - Parameters:
    ///   - userID: who named the host, and has a share of the places only.
    ///   - timeout: after it the caller goes on; the look-up ends by itself. One that has not begun
    ///     after half of it never does.
    func addresses(of host: String, for userID: UserID?, timeout: Duration) async throws
        -> [IPAddress]
    {
        let eventLoop = group.next()
        let promise = eventLoop.makePromise(of: [IPAddress].self)
        let (threads, queue, lookUp) = (threads, queue, lookUp)
        let id = queue.add(for: userID) {
            threads.submit { state in
                defer { queue.end(of: userID) }
                guard state == .active else { return promise.fail(CancellationError()) }
                promise.completeWith(Result { try lookUp(host) })
            }
        }
        let patience = eventLoop.scheduleTask(in: TimeAmount(timeout / 2)) {
            if queue.giveUp(id) { promise.fail(ResolverBusy()) }
        }
        // Of two results the first counts.
        let timer = eventLoop.scheduleTask(in: TimeAmount(timeout)) { promise.fail(TimedOut()) }
        defer {
            patience.cancel()
            timer.cancel()
        }
        return try await promise.futureResult.get()
    }

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await threads.shutdownGracefully()
    }
}

@Sendable func systemLookUp(_ host: String) throws -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &first) == 0 else { throw UnknownHost() }
    defer { freeaddrinfo(first) }
    var addresses: [IPAddress] = []
    var next = first
    while let entry = next {
        if let address = entry.pointee.ai_addr.flatMap({ IPAddress($0) }) {
            addresses.append(address)
        }
        next = entry.pointee.ai_next
    }
    guard !addresses.isEmpty else { throw UnknownHost() }
    return addresses
}
