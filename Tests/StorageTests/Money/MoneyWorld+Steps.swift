import Domain
import GRDB
import Storage
import TestSupport
import Testing

extension MoneyWorld {
    enum Step: CaseIterable {
        case submit, submitSeveral, accept, acceptQueued, openWindow, refuse, adopt, move
        case beginModal, takeModal, refuseModal, adoptModal
        case checkpoint, succeed, fail, cancel, failByHand, refundByHand
        case beginUpload, endUpload, sweepUploads
        case grant, adjust, setPrice, setRatio, limitToken, limitUser, allowActions, enable
    }

    func pick<Element>(_ elements: [Element]) throws -> Element {
        try #require(elements.randomElement(using: &random))
    }

    /// - Returns: what was done, for who reads of a failure.
    func takeStep() async throws -> String {
        // More submits than other steps, so that there is something for them.
        let step = try pick(
            Step.allCases
                + [.submit, .submit, .submit, .submitSeveral, .accept, .accept, .checkpoint]
                + [.succeed, .beginUpload, .beginUpload, .endUpload, .grant]
        )
        let number = Int.random(in: 0...1, using: &random)
        let store = stores[number]
        let dies = Int.random(in: 0..<100, using: &random) < 8
        passTime()
        if dies { arm() }
        do {
            switch step {
            case .submit: try submit(1, store)
            case .submitSeveral: try submit(Int.random(in: 2...4, using: &random), store)
            case .beginUpload: try beginUpload(store)
            case .endUpload, .sweepUploads: try await endUpload(step, store)
            case .grant, .adjust: try changeQuota(step, store)
            case .setPrice, .setRatio, .limitToken, .limitUser, .allowActions, .enable:
                try administer(step)
            default: try await changeTask(step, store)
            }
        } catch is StorageError where disarm() {
            try reopen(number)
            return "\(step), died"
        }
        _ = disarm()
        return "\(step)"
    }

    // MARK: Submits

    private struct Means {
        let quota: Int64
        let remaining: Int64?
        let isEnabled: Bool
        let allowed: String
        let atWork: Int
        let most: Int
        let hasRate: Bool

        func suffice(_ price: Int64) -> Bool { quota >= price && remaining ?? price >= price }
    }

    private func means(of payer: Submitter) throws -> Means {
        let row = try database.read {
            try Row.fetchOne(
                $0,
                sql: """
                    SELECT u.quota, t.remaining, u.enabled AND t.enabled, t.allowed_actions,
                    (SELECT count(*) FROM tasks k WHERE k.user_id = u.id AND k.finished = 0
                        AND (k.status <> 'MODAL' OR k.modal_sent))
                    + (SELECT count(*) FROM uploads p WHERE p.user_id = u.id
                        AND p.succeeded IS NULL),
                    coalesce(u.concurrent_tasks, 0), coalesce(u.submits_per_minute, 0) > 0
                    FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.id = ?
                    """,
                arguments: [payer.token.id]
            )
        }
        let found = try #require(row)
        return Means(
            quota: found[0],
            remaining: found[1],
            isEnabled: found[2],
            allowed: found[3],
            atWork: found[4],
            most: found[5],
            hasRate: found[6]
        )
    }

    private func submit(_ count: Int, _ store: Store) throws {
        let payer = try pick(payers)
        var new = NewTask.make(
            of: payer,
            action: try pick([.imagine, .describe, .inpaint, .customZoom, .upscale]),
            mode: try pick([nil, nil, .fast, .relax, .turbo])
        )
        new.possibleModes = try pick([[], [], [.fast, .relax], [.turbo, .relax]])
        let modes = new.possibleModes.isEmpty ? [new.mode] : new.possibleModes.map { $0 }
        let price = try database.read { database in
            try modes.map { try self.price(new.action, mode: $0, payer, database) }.max() ?? 0
        }
        let means = try means(of: payer)
        let outcome = try store.accept(Array(repeating: new, count: count))
        if case .accepted(let made) = outcome {
            tasks += made.map(\.mjID)
            #expect(made.count == count)
            #expect(made.allSatisfy { $0.quota == price })
            #expect(means.suffice(price * Int64(count)))
        }
        judge(outcome.verdict, new.action, count, price * Int64(count), means)
    }

    private func beginUpload(_ store: Store) throws {
        let payer = try pick(payers)
        let upload = NewUpload.make(of: payer, mode: try pick([nil, .relax]))
        let price = try database.read { try self.price(.upload, mode: upload.mode, payer, $0) }
        let means = try means(of: payer)
        let outcome = try store.beginUpload(upload)
        if case .begun(let id) = outcome {
            uploads.append(id)
            #expect(means.suffice(price))
        }
        judge(outcome.verdict, .upload, 1, price, means)
    }

    /// Whether what a store said of a submit is so.
    private func judge(
        _ verdict: Verdict,
        _ action: TaskAction,
        _ count: Int,
        _ price: Int64,
        _ means: Means
    ) {
        let mayDo =
            means.allowed.isEmpty
            || means.allowed.split(separator: " ").contains { $0 == action.rawValue }
        let hasPlace = means.most == 0 || means.atWork + count <= means.most
        let isRight =
            switch verdict {
            case .taken: means.isEnabled && mayDo && hasPlace && means.suffice(price)
            case .insufficientQuota: !means.suffice(price)
            case .credentialWithdrawn: !means.isEnabled
            case .refused(.actionNotAllowed(let named)): named == action && !mayDo
            case .refused(.tooManyTasks): !hasPlace
            case .refused(.tooManySubmits(let wait)): means.hasRate && wait > 0
            case .other: false
            }
        #expect(isRight, "\(verdict) of \(count) \(action) for \(price): \(means)")
    }

    enum Verdict {
        case taken, insufficientQuota, credentialWithdrawn
        case refused(SubmitRefusal)
        case other
    }

    // MARK: Tasks

    private func changeTask(_ step: Step, _ store: Store) async throws {
        guard let mjID = tasks.suffix(24).randomElement(using: &random),
            let (task, _) = try store.task(mjID, owner: nil),
            let owner = payers.first(where: { $0.token.id == task.tokenID })
        else { return }
        let call = ModalCall.make(
            of: task,
            by: try pick(payers.filter { $0.user.id == task.userID })
        )
        payerOfStep = owner
        switch step {
        case .accept: try record(1, task, store)
        case .acceptQueued: try record(22, task, store)
        case .openWindow: try record(21, task, store)
        case .refuse: try store.recordRefusal(mjID: mjID, code: 23, reason: "full")
        case .adopt:
            _ = try await store.adopt(
                mjID,
                on: owner.channel.id,
                upstreamID: "a\(task.id)",
                status: try pick([.modal, .submitted])
            )
        case .move: _ = try store.moveToChannel(owner.channel.id, mjID: mjID)
        case .beginModal:
            payerOfStep = payers.first { $0.token.id == call.tokenID }
            _ = try store.beginModal(call)
        case .takeModal where task.isModalSent || task.status != .modal:
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")
        case .refuseModal: try store.recordModalRefusal(mjID: mjID, code: 4, description: "")
        case .adoptModal: _ = try await store.adoptModal(mjID)
        case .checkpoint: try await store.checkpoint([.make(of: task)])
        case .succeed where task.status == .inProgress || task.status == .submitted:
            _ = try await store.finish([.make(of: task), .make(of: task, status: .failure)])
        case .fail: _ = try await store.finish([.make(of: task, status: .failure)])
        case .cancel: _ = try store.cancel(mjID, owner: task.userID)
        case .failByHand: _ = try store.failTask(mjID: mjID, reason: "by hand")
        case .refundByHand:
            refundedByHand = mjID
            let outcome = try store.refundTask(mjID: mjID, note: "by hand")
            let expected: TaskRefundOutcome =
                if !task.status.isTerminal {
                    .unfinished
                } else if task.quota > 0 { .refunded(task.quota) } else { .wasFree }
            #expect(outcome == expected)
        default: break
        }
    }

    private func record(_ code: Int, _ task: MidjourneyTask, _ store: Store) throws {
        try store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: "u\(task.id)",
            code: code,
            description: "",
            status: code == 21 ? .modal : .submitted
        )
    }

    private func endUpload(_ step: Step, _ store: Store) async throws {
        if step == .sweepUploads {
            _ = try await store.refundUploads(begunBefore: .max)
        } else if let id = uploads.suffix(5).randomElement(using: &random) {
            try store.endUpload(id, succeeded: .random(using: &random))
        }
    }
}

extension AcceptOutcome {
    var verdict: MoneyWorld.Verdict {
        switch self {
        case .accepted: .taken
        case .insufficientQuota: .insufficientQuota
        case .credentialWithdrawn: .credentialWithdrawn
        case .refused(let refusal): .refused(refusal)
        default: .other
        }
    }
}

extension UploadOutcome {
    var verdict: MoneyWorld.Verdict {
        switch self {
        case .begun: .taken
        case .insufficientQuota: .insufficientQuota
        case .credentialWithdrawn: .credentialWithdrawn
        case .refused(let refusal): .refused(refusal)
        default: .other
        }
    }
}
