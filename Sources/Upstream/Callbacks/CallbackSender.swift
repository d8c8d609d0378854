import AsyncHTTPClient
package import Domain
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts task documents to the addresses that clients named.
///
/// Never to a private address that is not allowed by name, never after a redirect, never longer
/// than the time-out; of the answer only the status is read. The owner calls ``shutdown()`` before
/// it lets go.
package final class CallbackSender: Sendable {
    package struct Configuration: Sendable {
        /// The longest wait for a receiver, from its name's resolution to its answer's status.
        package var timeout: Duration
        /// The longest wait for a connection.
        package var connectTimeout: Duration
        /// Receivers that may be in a private network.
        package var allowed: AllowedReceivers

        package init(
            timeout: Duration = .seconds(10),
            connectTimeout: Duration = .seconds(5),
            allowed: AllowedReceivers = AllowedReceivers()
        ) {
            self.timeout = timeout
            self.connectTimeout = connectTimeout
            self.allowed = allowed
        }
    }

    private let configuration: Configuration
    private let group: MultiThreadedEventLoopGroup
    private let hosts: OutsideHosts

    package convenience init(configuration: Configuration) {
        self.init(configuration: configuration, resolve: nil)
    }

    /// - Parameter resolve: stands in for the system's resolver.
    init(configuration: Configuration, resolve: HostResolver?) {
        self.configuration = configuration
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // Anybody may name a host whose name server keeps silent: it must not stop the others.
        hosts = OutsideHosts(
            group: group,
            connectTimeout: configuration.connectTimeout,
            resolve: resolve,
            resolverThreads: 16
        )
    }

    /// Delivers once; returns when the receiver has said 2xx.
    ///
    /// - Parameter now: the time that the signature names.
    package func send(_ delivery: CallbackDelivery, at now: Milliseconds)
        async throws(CallbackError)
    {
        let address: OutsideAddress
        do {
            address = try OutsideAddress(delivery.url)
        } catch {
            throw .invalid(reason: error.reason)
        }
        let request = request(delivery, to: address, at: now)
        let allowed = configuration.allowed
        let hosts = hosts
        let timeout = configuration.timeout
        let status: UInt
        do {
            status = try await withTimeout(timeout) {
                try await hosts.reach(
                    address.host,
                    for: delivery.userID,
                    timeout: timeout,
                    isAllowed: { $0.isPublic || allowed.contains(address.host, $0) },
                    triesNext: isConnectFailure,
                    { client in
                        try await client.execute(request, deadline: .distantFuture).status.code
                    }
                )
            }
        } catch is ResolverBusy {
            throw .busy
        } catch {
            throw .unreachable(reason: reason(error))
        }
        guard (200..<300).contains(status) else { throw .rejected(status: Int(status)) }
    }

    private func request(
        _ delivery: CallbackDelivery,
        to address: OutsideAddress,
        at now: Milliseconds
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "mjtask")
        request.headers.add(name: "x-mjtask-delivery", value: delivery.id)
        if let signature = delivery.signature(at: now) {
            request.headers.add(name: "x-mjtask-signature", value: signature)
        }
        request.body = .bytes(ByteBuffer(bytes: delivery.body))
        return request
    }

    /// Ends all connections. Deliveries that are under way fail.
    package func shutdown() async {
        await hosts.shutdown()
        // Fails only when called twice, and then there is nothing left to end.
        try? await group.shutdownGracefully()
    }
}

/// Whether nothing was sent yet: a receiver must not get twice what one of its addresses took.
private func isConnectFailure(_ error: any Error) -> Bool {
    switch error {
    case is NIOConnectionError, is IOError: true
    case let error as HTTPClientError: error == .connectTimeout
    default: false
    }
}
