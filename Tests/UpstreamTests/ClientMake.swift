import Domain
import Logging
import TestSupport

@testable import Upstream

/// Runs `body` with a client whose time limits are short, and shuts it down.
func withClient<Result>(
    isolation: isolated (any Actor)? = #isolation,
    submitTimeout: Duration = .seconds(10),
    pollTimeout: Duration = .seconds(10),
    connectTimeout: Duration = .seconds(5),
    maximumAnswerSize: Int = 1 << 20,
    chunkSize: Int = 200,
    resolve: HostResolver? = nil,
    _ body: (ChannelClient) async throws -> Result
) async throws -> Result {
    let client = ChannelClient(
        configuration: .init(
            submitTimeout: submitTimeout,
            pollTimeout: pollTimeout,
            connectTimeout: connectTimeout,
            maximumAnswerSize: maximumAnswerSize,
            chunkSize: chunkSize
        ),
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
        resolve: resolve
    )
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}

extension SubmitClient {
    static func make(
        submitTimeout: Duration = .seconds(10),
        connectTimeout: Duration = .seconds(5),
        maximumAnswerSize: Int = 1 << 20
    ) -> SubmitClient {
        SubmitClient(
            configuration: .init(
                submitTimeout: submitTimeout,
                connectTimeout: connectTimeout,
                maximumAnswerSize: maximumAnswerSize
            )
        )
    }

    /// Submits on a thread of its own, as FastCGI's threads do.
    func submitOnThread(_ body: JSONValue, to route: String, of channel: Channel) async throws
        -> SubmitAnswer
    {
        try await onThread { try self.submit(body, to: route, of: channel) }
    }

    /// The same of a seed.
    func imageSeedOnThread(of upstreamID: String, on channel: Channel) async throws
        -> SubmitAnswer
    {
        try await onThread { try self.imageSeed(of: upstreamID, on: channel) }
    }
}

extension Channel {
    static func make(_ url: String, secret: String = "") -> Channel {
        Channel(id: 7, name: "test", baseURL: url, secret: secret)
    }
}

/// A value out of its JSON text.
func json(_ text: String) throws -> JSONValue {
    try JSONValue.parse(Array(text.utf8))
}
