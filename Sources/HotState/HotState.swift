import Domain
package import Logging
import Redis

/// Redis, as one thread uses it: cached identities, cached pages, hot tasks.
///
/// Not `Sendable`: every thread makes its own, with its own connection. Nothing here throws for a
/// Redis that is away: reads find nothing, writes are dropped, and the connection is retried with
/// back-off. Programs ignore or block SIGPIPE (``RedisConnection``).
package final class HotState {
    package struct Configuration: Sendable {
        /// Redis's unix socket; empty: work without Redis.
        package var redisSocket: String
        /// The longest wait for a reply.
        package var timeout: Duration
        /// How long pages and identities are kept at most.
        package var pageLifetime: Duration
        /// What pages may take in the memory of a process, in bytes; 0: none is kept there.
        package var pageMemory: Int
        /// How long a hot document is kept after its last write; outlives the flush by minutes.
        package var hotTaskLifetime: Duration

        package init(
            redisSocket: String,
            timeout: Duration = .milliseconds(500),
            pageLifetime: Duration = .seconds(3600),
            pageMemory: Int = 32 << 20,
            hotTaskLifetime: Duration = .seconds(86_400)
        ) {
            self.redisSocket = redisSocket
            self.timeout = timeout
            self.pageLifetime = pageLifetime
            self.pageMemory = pageMemory
            self.hotTaskLifetime = hotTaskLifetime
        }
    }

    let configuration: Configuration
    let versions: Versions
    let keys: Keys
    /// Nil: pages are looked for in Redis only.
    let memory: PageMemory?
    /// Nil: work without Redis.
    let link: RedisLink?
    /// Set when hot documents could not be read since the last ``lookUp(token:page:)``: what is
    /// rendered without them may be behind what others have seen, and is not kept.
    var missedHotTasks = false
    private let logger: Logger

    private static let awayMessages = LogLimiter(pause: .seconds(60))
    private static let foreignMessages = LogLimiter(pause: .seconds(60))

    package init(
        configuration: Configuration,
        versions: Versions,
        memory: PageMemory? = nil,
        logger: Logger = Logger(label: "mjtask.hotstate")
    ) {
        self.configuration = configuration
        self.versions = versions
        self.memory = memory
        self.logger = logger
        keys = Keys(databaseID: versions.databaseID, configuration: configuration)
        link =
            configuration.redisSocket.isEmpty
            ? nil : RedisLink(socketPath: configuration.redisSocket, timeout: configuration.timeout)
    }

    /// How often this thread has sent something to Redis and waited for the answer.
    package var roundTrips: Int { link?.roundTrips ?? 0 }

    /// Whether Redis answers just now; for health reports.
    package func ping() -> Bool {
        replies(to: [RedisCommand("PING")]) == [.status("PONG")]
    }

    /// The replies to `commands`, in one round trip; nil when Redis is away.
    func replies(to commands: [RedisCommand]) -> [RedisReply]? {
        guard let link else { return nil }
        do {
            return try link.pipeline(commands)
        } catch {
            logAway(error)
            return nil
        }
    }

    /// The stored bytes; nil when there are none, or when something else than a string is there.
    func bytes(in reply: RedisReply) -> [UInt8]? {
        switch reply {
        case .bytes(let bytes): return bytes
        case .null: return nil
        case .integer, .status, .error, .array:
            logForeign()
            return nil
        }
    }

    func logAway(_ error: RedisError) {
        guard error != .backingOff, Self.awayMessages.allows() else { return }
        logger.warning("redis is away: working without it", metadata: ["error": "\(error)"])
    }

    /// A value that we have not written, or not in this form, or that was cut.
    func logForeign() {
        guard Self.foreignMessages.allows() else { return }
        logger.warning("unreadable values in redis: ignored")
    }
}
