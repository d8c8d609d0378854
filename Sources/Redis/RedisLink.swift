/// A connection to Redis that is opened when it is needed, and again when it was lost, with
/// back-off: while Redis is away a call costs microseconds, not a time-out.
///
/// Not `Sendable`, as the connection inside it.
package final class RedisLink {
    private let socketPath: String
    private let timeout: Duration
    private var schedule: ReconnectSchedule
    private var connection: RedisConnection?
    private var earlierRoundTrips = 0

    package init(
        socketPath: String,
        timeout: Duration,
        schedule: ReconnectSchedule = ReconnectSchedule()
    ) {
        self.socketPath = socketPath
        self.timeout = timeout
        self.schedule = schedule
    }

    /// How often something was sent and waited for, over all connections.
    package var roundTrips: Int { earlierRoundTrips + (connection?.roundTrips ?? 0) }

    /// False while a call would throw ``RedisError/backingOff``.
    package var isWorthATry: Bool { connection != nil || schedule.allowsTry(at: .now) }

    package func send(_ command: RedisCommand) throws(RedisError) -> RedisReply {
        try withConnection { (connection) throws(RedisError) in try connection.send(command) }
    }

    package func pipeline(_ commands: [RedisCommand]) throws(RedisError) -> [RedisReply] {
        try withConnection { (connection) throws(RedisError) in try connection.pipeline(commands) }
    }

    package func evaluate(
        _ script: RedisScript,
        _ calls: [RedisScript.Call]
    ) throws(RedisError) -> [RedisReply] {
        try withConnection { (connection) throws(RedisError) in
            try connection.evaluate(script, calls)
        }
    }

    private func withConnection<Result>(
        _ body: (RedisConnection) throws(RedisError) -> Result
    ) throws(RedisError) -> Result {
        let start = ContinuousClock.now
        do throws(RedisError) {
            let result = try body(connected(at: start))
            schedule.answered()
            return result
        } catch {
            switch error {
            case .connectFailed, .connectionLost:
                disconnect()
                let now = ContinuousClock.now
                schedule.failed(at: now, cost: now - start)
            case .rejected, .unexpectedReply:
                schedule.answered()
            case .backingOff:
                break
            }
            throw error
        }
    }

    private func connected(at now: ContinuousClock.Instant) throws(RedisError) -> RedisConnection {
        if let connection { return connection }
        guard schedule.allowsTry(at: now) else { throw .backingOff }
        let opened = try RedisConnection(socketPath: socketPath, timeout: timeout)
        connection = opened
        return opened
    }

    private func disconnect() {
        earlierRoundTrips = roundTrips
        connection = nil
    }
}
