import Glibc
import NIOCore
import NIOPosix

/// Gives the addresses of a host name; throws ``UnknownHost`` when it has none.
typealias HostResolver =
    @Sendable (_ host: String, _ timeout: Duration) async throws -> [IPAddress]

/// No address for a host name.
struct UnknownHost: Error {}

/// getaddrinfo on threads of its own: it blocks, for as long as a name server keeps silent.
final class SystemResolver: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let threads: NIOThreadPool

    init(group: MultiThreadedEventLoopGroup, threads count: Int) {
        self.group = group
        threads = NIOThreadPool(numberOfThreads: count)
        threads.start()
    }

    /// - Parameter timeout: after it the caller goes on; the look-up ends by itself.
    func addresses(of host: String, timeout: Duration) async throws -> [IPAddress] {
        let eventLoop = group.next()
        let promise = eventLoop.makePromise(of: [IPAddress].self)
        // Of two results the first counts.
        let timer = eventLoop.scheduleTask(in: TimeAmount(timeout)) { promise.fail(TimedOut()) }
        threads.submit { state in
            guard state == .active else { return promise.fail(CancellationError()) }
            promise.completeWith(Result { try Self.lookUp(host) })
        }
        defer { timer.cancel() }
        return try await promise.futureResult.get()
    }

    private static func lookUp(_ host: String) throws -> [IPAddress] {
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

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await threads.shutdownGracefully()
    }
}
