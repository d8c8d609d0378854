/// A call took longer than it was given.
struct TimedOut: Error {}

/// Runs `body`, and cancels it when it takes longer than `timeout`.
///
/// HTTPClient's own deadline ends at the head of an answer; a body that trickles needs this one.
func withTimeout<Result: Sendable>(
    _ timeout: Duration,
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: timeout)
            throw TimedOut()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw TimedOut() }
        return first
    }
}
