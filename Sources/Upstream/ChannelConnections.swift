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
        configuration.connectionPool.idleTimeout = TimeAmount(
            ChannelClient.Configuration.idleTimeout
        )
        // Polls of a slow channel must not queue behind 8.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2048
        // A channel that is down is told at once; the next round asks again.
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
        guard let url = URL(string: channel.baseURL + route), url.host()?.isEmpty == false,
            (1...65_535).contains(url.port ?? 80)
        else { throw .refused(reason: "not an address") }
        let wasSent = Flag()
        do {
            let head = try self.head(of: request, url, to: channel, wasSent: wasSent)
            let task = client.execute(
                request: head,
                delegate: ResponseAccumulator(request: head, maxBodySize: maximumAnswerSize),
                deadline: .now() + TimeAmount(timeout)
            )
            let response = try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
            return ChannelAnswer(
                status: Int(response.status.code),
                body: response.body.map { Array($0.readableBytesView) } ?? []
            )
        } catch let error as ResponseAccumulator.ResponseTooBigError {
            throw .malformed(reason: "answer larger than \(error.maxBodySize) bytes")
        } catch {
            let reason = reason(error)
            // The body leaves last. As long as it has not begun to, the request is incomplete,
            // and a server cannot have acted on it: no connection, no name, no TLS, no time.
            // A GET is complete without one, and nothing depends on whether it was received.
            if case .post = request, !wasSent.isSet { throw .refused(reason: reason) }
            throw .answerLost(reason: reason)
        }
    }

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await client.shutdown()
    }

    private func head(
        of request: Request,
        _ url: URL,
        to channel: Domain.Channel,
        wasSent: Flag
    ) throws -> HTTPClient.Request {
        let method = if case .post = request { HTTPMethod.POST } else { HTTPMethod.GET }
        var head = try HTTPClient.Request(url: url, method: method)
        head.headers.add(name: "accept", value: "application/json")
        if !channel.secret.isEmpty {
            // Never as Authorization: one dialect reads that first and then ignores this one.
            head.headers.add(name: "mj-api-secret", value: channel.secret)
        }
        if case .post(let bytes) = request {
            head.headers.add(name: "content-type", value: "application/json")
            // The client asks for the body once it has a connection and has written the head.
            head.body = .stream(contentLength: Int64(bytes.count)) { writer in
                wasSent.set()
                return writer.write(.byteBuffer(ByteBuffer(bytes: bytes)))
            }
        }
        return head
    }
}

/// Goes up once and stays.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
