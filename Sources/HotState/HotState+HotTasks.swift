package import Domain
import Glibc
import Redis

extension HotState {
    /// The hot documents there are among `mjIDs`, in one round trip.
    package func hotTasks(_ mjIDs: [String]) -> [String: HotTask] {
        guard link != nil, !mjIDs.isEmpty else { return [:] }
        var command = RedisCommand("MGET", capacity: 80 * mjIDs.count)
        for mjID in mjIDs { command.append(keys.hotTask(mjID)) }
        guard case .array(let values)? = replies(to: [command])?.first, values.count == mjIDs.count
        else {
            missedHotTasks = true
            return [:]
        }
        var tasks: [String: HotTask] = [:]
        for (mjID, value) in zip(mjIDs, values) {
            guard let bytes = bytes(in: value) else { continue }
            guard let task = HotDocument.decode(bytes), task.mjID == mjID else {
                logForeign()
                continue
            }
            tasks[mjID] = task
        }
        return tasks
    }

    /// Writes hot documents, each only over an older one, as one announced change of its users.
    ///
    /// - Returns: false when Redis was away or refused; the documents may then be lost.
    @discardableResult
    package func write(_ tasks: [HotTask]) -> Bool {
        guard !tasks.isEmpty else { return true }
        // Nothing is sent, so there is nothing to announce.
        guard let link, link.isWorthATry else { return false }

        let scope = VersionScope(users: Set(tasks.map(\.userID)))
        versions.announce(scope)
        // Also after an error: a reply that was lost may have been to a write that took place.
        defer { versions.finish(scope) }
        do {
            let replies = try link.evaluate(HotDocument.write, calls(for: tasks))
            return replies.allSatisfy { $0 == .integer(1) }
        } catch {
            logAway(error)
            return false
        }
    }

    /// A call for each few hundred documents, since a script holds up all other clients.
    private func calls(for tasks: [HotTask]) -> [RedisScript.Call] {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        // Four fifths of the wait: a script that starts in time has also ended in time, before
        // this side gives up and finishes.
        let (seconds, attoseconds) = (configuration.timeout * 4 / 5).components
        let patience = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let deadline = Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000 + patience
        let head = [Array(String(deadline).utf8), Array(String(keys.hotTaskSeconds).utf8)]
        return stride(from: 0, to: tasks.count, by: 256).map { start in
            let part = tasks[start..<min(start + 256, tasks.count)]
            return RedisScript.Call(
                keys: part.map { keys.hotTask($0.mjID) },
                arguments: head + part.map { HotDocument.encode($0) }
            )
        }
    }
}
