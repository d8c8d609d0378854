import Domain

/// How often and how much at a time: checked and counted in the transaction that charges, so that
/// no number of processes gets past it.
extension WriteTransaction {
    /// Why `payer` may not do `action` just now, as `count` tasks; nil: it may.
    ///
    /// - Parameter isCounted: It belongs to a submit that was admitted.
    func refusal(
        of action: TaskAction,
        making count: Int = 1,
        isCounted: Bool = false,
        by payer: Payer,
        at now: Milliseconds
    ) throws -> SubmitRefusal? {
        guard payer.mayDo(action) else { return .actionNotAllowed(action) }
        let waits = payer.limits.compactMap { limits -> Milliseconds? in
            guard case .refused(let wait) = limits.rate(at: now) else { return nil }
            return wait
        }
        if let wait = waits.max(), !isCounted { return .tooManySubmits(retryAfter: wait) }
        for limits in payer.limits {
            let most = limits.limits.concurrentTasks
            guard most > 0 else { continue }
            let atWork = try workUnderWay(of: payer, limits.holder, upTo: most)
            guard atWork + count <= most else { return .tooManyTasks }
        }
        return nil
    }

    /// Counts a submit that was not refused, however many tasks it makes.
    func countSubmit(of payer: Payer, at now: Milliseconds) throws {
        for limits in payer.limits {
            guard case .admitted(let next) = limits.rate(at: now) else { continue }
            switch limits.holder {
            case .user:
                try run("UPDATE users SET next_submit_at = ? WHERE id = ?", [next, payer.user])
            case .token:
                try run("UPDATE tokens SET next_submit_at = ? WHERE id = ?", [next, payer.token])
            }
        }
    }

    /// Tasks that channels work on, modal calls and uploads that wait for their answer.
    private func workUnderWay(
        of payer: Payer,
        _ holder: Payer.Limits.Holder,
        upTo bound: Int
    ) throws -> Int {
        let token: TokenID? = holder == .token ? payer.token : nil
        return try [TaskSQL.atWork, TaskSQL.modalCallsUnderWay, TaskSQL.uploadsUnderWay]
            .reduce(0) { sum, sql in
                let count = try database.selectOne(sql, payer.user, token, bound) { $0.integer(0) }
                return sum + Int(count ?? 0)
            }
    }
}

extension Payer.Limits {
    /// Nil: there is no limit.
    fileprivate func rate(at now: Milliseconds) -> SubmitRate.Answer? {
        SubmitRate(perMinute: limits.submitsPerMinute)?.answer(to: next, at: now)
    }
}
