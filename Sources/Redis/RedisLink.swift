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

    /// Sends all at once. What is sent here must do no harm when it is carried out twice: a kept
    /// connection that Redis has closed meanwhile (its restart, its `timeout`, CLIENT KILL) is
    /// noticed only by its use, and the commands are then sent again on a new one.
    package func pipeline(_ commands: [RedisCommand]) throws(RedisError) -> [RedisReply] {
        try withConnection(isRepeatable: true) { (connection) throws(RedisError) in
            try connection.pipeline(commands)
        }
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
        isRepeatable: Bool = false,
        _ body: (RedisConnection) throws(RedisError) -> Result
    ) throws(RedisError) -> Result {
        let start = ContinuousClock.now
        let wasOpen = connection != nil
        do throws(RedisError) {
            let result = try body(connected(at: start))
            schedule.answered()
            return result
        } catch {
            switch error {
            // At once: a Redis that hangs is not asked again.
            case .connectionLost
            where isRepeatable && wasOpen && ContinuousClock.now - start < timeout / 2:
                disconnect()
                return try withConnection(body)
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
