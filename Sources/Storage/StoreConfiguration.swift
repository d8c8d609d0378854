package import Domain
import Glibc

extension Store {
    package struct Configuration: Sendable {
        /// The database file; its folder also holds the writers' lock file.
        package var path: String
        /// Connections of the reader pool.
        package var readers: Int
        /// The most writes committed together.
        package var batchLimit: Int
        /// The most writes that wait for their commit; more are refused.
        package var queueLimit: Int
        /// Whether this process does the checkpoints of the write-ahead log (the poller).
        package var doesCheckpoints: Bool
        /// The length, in bytes, that the log's file is given beforehand.
        package var reservedLog: Int64
        /// From this length on, in bytes, the log's file is cut.
        package var largestLog: Int64
        /// A commit that takes, or waits for its turn, longer than this is a failed health check.
        package var stuckAfter: Duration
        /// When channels that fail are left alone.
        package var channelHealth: ChannelHealthRules
        /// Gives the time of submits, in milliseconds.
        package var clock: @Sendable () -> Milliseconds
        /// Of users who have none of their own.
        package var defaultLimits: SubmitLimits
        /// Called at each step of a commit; for tests of crashes.
        package var faults: (@Sendable (FaultPoint) throws -> Void)?

        package init(
            path: String,
            readers: Int = 6,
            batchLimit: Int = 256,
            queueLimit: Int = 8192,
            doesCheckpoints: Bool = false,
            reservedLog: Int64 = 64 << 20,
            largestLog: Int64 = 256 << 20,
            stuckAfter: Duration = .seconds(10),
            channelHealth: ChannelHealthRules = ChannelHealthRules(),
            clock: @escaping @Sendable () -> Milliseconds = wallClock,
            defaultLimits: SubmitLimits = SubmitLimits(),
            faults: (@Sendable (FaultPoint) throws -> Void)? = nil
        ) {
            self.path = path
            self.readers = readers
            self.batchLimit = batchLimit
            self.queueLimit = queueLimit
            self.doesCheckpoints = doesCheckpoints
            self.reservedLog = reservedLog
            self.largestLog = largestLog
            self.stuckAfter = stuckAfter
            self.channelHealth = channelHealth
            self.clock = clock
            self.defaultLimits = defaultLimits
            self.faults = faults
        }
    }
}

/// Milliseconds since 1970, by the system's clock.
package func wallClock() -> Milliseconds {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Milliseconds(now.tv_sec) * 1000 + Milliseconds(now.tv_nsec) / 1_000_000
}
