/// Runs `body` for at most `limit`, then cancels it and gives nil.
func withinTime<Result: Sendable>(
    _ limit: Duration,
    _ body: @escaping @Sendable () async -> Result
) async -> Result? {
    await withTaskGroup(of: Result?.self) { group in
        group.addTask { await body() }
        group.addTask {
            _ = try? await Task.sleep(for: limit)
            return nil
        }
        let first = await group.next()
        group.cancelAll()
        return first ?? nil
    }
}
