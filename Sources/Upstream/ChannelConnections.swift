import AsyncHTTPClient
import Domain
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import Synchronization

/// The HTTP side of all channels: requests out, whole answers in, failures sorted by whether the
/// channel can have processed the request.
struct ChannelConnections: Sendable {
    enum Request {
        case get
        case post([UInt8])
    }

    private let client: HTTPClient
    private let maximumAnswerSize: Int

    init(group: MultiThreadedEventLoopGroup, connectTimeout: Duration, maximumAnswerSize: Int) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: TimeAmount(connectTimeout))
        configuration.decompression = .enabled(limit: .size(maximumAnswerSize))
        configuration.httpVersion = .http1Only
        // Shorter than the keep-alive of the servers in question (Tomcat 20 s, Kestrel 130 s,
        // nginx 75 s), so that a submit does not meet a connection that the server is closing.
        configuration.connectionPool.idleTimeout = .seconds(10)
        // Submits wait up to a minute each; those to a slow channel must not queue behind 8.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2048
        // A channel that is down is told at once, so that the submit can go to another.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
        self.maximumAnswerSize = maximumAnswerSize
    }

    /// The channel's answer, whatever its status.
    func send(
        _ request: Request,
        _ route: String,
        to channel: Domain.Channel,
        timeout: Duration
    ) async throws(ChannelError) -> ChannelAnswer {
        // A port of more than 16 bits would end the process further down (NIO's SocketAddress).
        guard let url = URL(string: channel.baseURL), (1...65_535).contains(url.port ?? 80) else {
            throw .refused(reason: "not an address")
        }
        let wasSent = Flag()
        let head = head(of: request, route, to: channel, wasSent: wasSent)
        let client = client
        let maximumAnswerSize = maximumAnswerSize
        do {
            return try await withTimeout(timeout) {
                let response = try await client.execute(head, deadline: .distantFuture)
                let body = try await response.body.collect(upTo: maximumAnswerSize)
                return ChannelAnswer(
                    status: Int(response.status.code),
                    body: Array(body.readableBytesView)
                )
            }
        } catch is NIOTooManyBytesError {
            throw .malformed(reason: "answer larger than \(maximumAnswerSize) bytes")
        } catch {
            let reason = reason(error)
            // The body leaves last. As long as it has not begun to, the request is incomplete,
            // and a server cannot have acted on it: no connection, no name, no TLS, no time.
            // A GET is complete without one, and nothing depends on whether it was received.
            if case .post = request, !wasSent.isSet { throw .refused(reason: reason) }
            throw .answerLost(reason: reason)
        }
    }

    private func head(
        of request: Request,
        _ route: String,
        to channel: Domain.Channel,
        wasSent: Flag
    ) -> HTTPClientRequest {
        var head = HTTPClientRequest(url: channel.baseURL + route)
        head.headers.add(name: "accept", value: "application/json")
        if !channel.secret.isEmpty {
            // Never as Authorization: one dialect reads that first and then ignores this one.
            head.headers.add(name: "mj-api-secret", value: channel.secret)
        }
        if case .post(let bytes) = request {
            head.method = .POST
            head.headers.add(name: "content-type", value: "application/json")
            let body = NoticedBody(buffer: ByteBuffer(bytes: bytes), wasSent: wasSent)
            head.body = .stream(body, length: .known(Int64(bytes.count)))
        }
        return head
    }

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await client.shutdown()
    }
}

/// Goes up once and stays.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}

/// A body in one piece that notices when the client asks for it, which it does once it has a
/// connection and has written the head.
private struct NoticedBody: AsyncSequence, Sendable {
    let buffer: ByteBuffer
    let wasSent: Flag

    struct AsyncIterator: AsyncIteratorProtocol {
        var buffer: ByteBuffer?
        let wasSent: Flag

        mutating func next() async -> ByteBuffer? {
            wasSent.set()
            defer { buffer = nil }
            return buffer
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(buffer: buffer, wasSent: wasSent)
    }
}
