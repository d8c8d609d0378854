import Glibc

/// A condition that a test waited for did not come true in time.
package struct WaitTimedOut: Error, CustomStringConvertible {
    package let what: String

    package init(what: String) {
        self.what = what
    }

    package var description: String { "waited in vain for \(what)" }
}

/// Looks every few milliseconds until `condition` holds; throws after `timeout`.
package func waitUntil(
    _ what: String,
    timeout: Duration = .seconds(20),
    _ condition: () throws -> Bool
) throws {
    let deadline = ContinuousClock.now + timeout
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw WaitTimedOut(what: what) }
        usleep(2_000)
    }
}

/// The same without blocking a thread of the cooperative pool.
package func waitUntil(
    _ what: String,
    timeout: Duration = .seconds(20),
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + timeout
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw WaitTimedOut(what: what) }
        try await Task.sleep(for: .milliseconds(2))
    }
}
