import Domain

extension Simulation {
    enum CancelReply: Equatable {
        case cancelled
        case unknown
        case tooLate
    }

    /// From the line, from the middle of work, or while it asks.
    mutating func cancel(_ id: String, isIgnored: Bool, at now: Milliseconds) -> CancelReply {
        guard let task = task(id) else { return .unknown }
        guard !task.view(at: now).isTerminal else { return .tooLate }
        guard !isIgnored, !task.order.orders.isUncancellable else { return .cancelled }
        _ = change(id) { $0.cancelledAt = now }
        closeRanks(task.accountID, at: now)
        return .cancelled
    }

    /// Computes an account's line anew: those behind a task that left move up.
    mutating func closeRanks(_ accountID: String, at now: Milliseconds) {
        guard let index = accounts.firstIndex(where: { $0.id == accountID }) else { return }
        var queue = AccountQueue(
            id: accountID,
            coreSize: accounts[index].coreSize,
            queueSize: accounts[index].queueSize
        )
        queue.isPaused = accounts[index].isPaused
        let live = order.compactMap { tasks[$0] }.filter { task in
            guard task.accountID == accountID, let times = task.times else { return false }
            return task.cancelledAt == nil && task.forced.finishTime == nil
                && (times.finish ?? .max) > now
        }
        for task in live {
            guard let slotAt = task.slotAt, slotAt <= now else { continue }
            queue.occupy(until: task.times?.finish ?? .max)
        }
        for task in live {
            guard let slotAt = task.slotAt, slotAt > now,
                case .accepted(let slotAt, _) = queue.admit(duration: task.plan.finish, at: now)
            else { continue }
            _ = change(task.id) { $0.slotAt = slotAt }
        }
        accounts[index] = queue
    }
}
