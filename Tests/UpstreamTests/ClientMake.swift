import Domain
import Logging

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

extension Channel {
    static func make(_ url: String, secret: String = "") -> Channel {
        Channel(id: 7, name: "test", baseURL: url, secret: secret)
    }
}

/// A value out of its JSON text.
func json(_ text: String) throws -> JSONValue {
    try JSONValue.parse(Array(text.utf8))
}
