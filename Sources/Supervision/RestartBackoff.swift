/// How long a program that died waits before it is started again.
///
/// The first delays after a quiet time are 0.1, 0.2, 0.4 and 0.8 s, then 0.8 s each time: always
/// within a second, and never a spinning loop.
package struct RestartBackoff: Sendable {
    package static let shortest = Duration.milliseconds(100)
    package static let longest = Duration.milliseconds(800)
    /// A program that ran this long is taken to be well: the delays begin anew.
    package static let quietTime = Duration.seconds(5)

    private var failures = 0

    package init() {}

    /// The program died after `lifetime`: the delay until its next start.
    package mutating func delay(afterLifetime lifetime: Duration) -> Duration {
        if lifetime >= Self.quietTime { failures = 0 }
        let delay = min(Self.shortest * (1 << min(failures, 10)), Self.longest)
        failures += 1
        return delay
    }
}
