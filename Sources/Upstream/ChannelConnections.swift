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
        let exchange = try start(request, route, to: channel, timeout: timeout)
        let result: Result<HTTPClient.Response, any Error>
        do {
            result = .success(
                try await withTaskCancellationHandler {
                    try await exchange.task.futureResult.get()
                } onCancel: {
                    exchange.task.cancel()
                }
            )
        } catch {
            result = .failure(error)
        }
        return try exchange.answer(result)
    }

    /// The same, for a thread that waits: the event loop wakes it, and no other thread takes part.
    /// Never call it from async code.
    ///
    /// - Parameter patience: How long the thread waits at most. The timeout is the event loop's to
    ///   keep; this one only keeps a thread from hanging with an event loop that hangs.
    func sendAndWait(
        _ request: Request,
        _ route: String,
        to channel: Domain.Channel,
        timeout: Duration,
        patience: Duration
    ) throws(ChannelError) -> ChannelAnswer {
        let exchange = try start(request, route, to: channel, timeout: timeout)
        guard let result = exchange.task.futureResult.wait(atMost: patience) else {
            exchange.task.cancel()
            throw .answerLost(reason: "timed out")
        }
        return try exchange.answer(result)
    }

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await client.shutdown()
    }

    private func start(
        _ request: Request,
        _ route: String,
        to channel: Domain.Channel,
        timeout: Duration
    ) throws(ChannelError) -> Exchange {
        // A port of more than 16 bits would end the process further down (NIO's SocketAddress).
        guard let url = URL(string: channel.baseURL + route), url.host()?.isEmpty == false,
            (1...65_535).contains(url.port ?? 80)
        else { throw .refused(reason: "not an address") }
        let wasSent = Flag()
        let head: HTTPClient.Request
        do {
            head = try self.head(of: request, url, to: channel, wasSent: wasSent)
        } catch {
            throw .refused(reason: reason(error))
        }
        let answer = ResponseAccumulator(request: head, maxBodySize: maximumAnswerSize)
        let isPost = if case .post = request { true } else { false }
        return Exchange(
            task: client.execute(
                request: head,
                delegate: answer,
                deadline: .now() + TimeAmount(timeout)
            ),
            wasSent: wasSent,
            isPost: isPost
        )
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

/// A request that is under way.
private struct Exchange: Sendable {
    let task: HTTPClient.Task<HTTPClient.Response>
    /// Whether its body has begun to leave.
    let wasSent: Flag
    let isPost: Bool

    func answer(_ result: Result<HTTPClient.Response, any Error>) throws(ChannelError)
        -> ChannelAnswer
    {
        switch result {
        case .success(let response):
            return ChannelAnswer(
                status: Int(response.status.code),
                body: response.body.map { Array($0.readableBytesView) } ?? []
            )
        case .failure(let error as ResponseAccumulator.ResponseTooBigError):
            throw .malformed(reason: "answer larger than \(error.maxBodySize) bytes")
        case .failure(let error):
            let reason = reason(error)
            // The body leaves last. As long as it has not begun to, the request is incomplete,
            // and a server cannot have acted on it: no connection, no name, no TLS, no time.
            // A GET is complete without one, and nothing depends on whether it was received.
            if isPost, !wasSent.isSet { throw .refused(reason: reason) }
            throw .answerLost(reason: reason)
        }
    }
}

/// Goes up once and stays.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
