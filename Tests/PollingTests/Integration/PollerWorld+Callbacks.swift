import Domain
import Storage
import TestSupport

extension PollerWorld {
    func submit(_ upstreamID: String = "up-1", hook: String) throws -> MidjourneyTask {
        let task = try accept(hook: hook)
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: upstreamID,
            code: 1,
            description: "提交成功",
            status: .submitted
        )
        return task
    }

    /// Accepted tasks of somebody who can pay for all of them.
    func submitMany(_ count: Int, hook: (Int) -> String) throws -> [MidjourneyTask] {
        let rich = try store.makeSubmitter("rich", quota: 1_000_000_000, byte: 2)
        return try (0..<count).map { number in
            try store.makeTask(of: rich, details: TaskDetails(notifyHook: hook(number)))
        }
    }

    func rows() throws -> [Callback] {
        try store.callbacks(onlyFailed: false, limit: 10_000)
    }

    func waitForNoRows() async throws {
        try await wait("all callbacks to be made") { try rows().isEmpty }
    }

    func waitForCallbacks(_ status: TaskStatus, to url: String) async throws {
        try await wait("a callback of \(status)") {
            await receivers.calls(to: url).contains { $0.status == status.rawValue }
        }
    }

    /// Returns after the poller has read the tasks at least once more.
    func waitForARound() async throws {
        let before = try heartbeat()
        try await wait("a round") { try heartbeat() > before }
    }
}
