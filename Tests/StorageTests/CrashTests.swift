import Domain
import Storage
import Synchronization
import TestSupport
import Testing

/// A process that dies at any step of a commit: quota + spent = granted afterwards, and who tries
/// again gets where it would have come without the crash.
struct CrashTests {
    private struct Crash: Error {}

    /// A write, in the state of things that it is done in.
    enum Step: CaseIterable {
        case enterModal, adoptAsModal, beginModal, takeModal, adoptModal, refuseModal
        case cancel, cancelModalCall, acceptSeveral, endUpload, failUpload, refundUploads
    }

    @Test(arguments: Step.allCases, FaultPoint.allCases)
    func aCrash_leavesTheMoneyRight_andARetryPossible(step: Step, point: FaultPoint) async throws {
        let quota = Mutex<[Int64]>([])
        // Once without a crash, once with.
        for crashes in [false, true] {
            let isArmed = Mutex(false)
            try await withTemporaryStore(
                configure: { configuration in
                    configuration.faults = { reached in
                        if reached == point, isArmed.withLock({ $0 }) { throw Crash() }
                    }
                },
                { store in
                    let submitter = try store.makeSubmitter(quota: 1_000_000)
                    let run = try prepare(step, in: store, by: submitter)
                    let before = try store.user(named: "ann").quota
                    if crashes {
                        isArmed.withLock { $0 = true }
                        await #expect(throws: StorageError.self) { try await run() }
                        isArmed.withLock { $0 = false }
                        #expect(try store.verifyLedger() == [])
                        if point != .committed {
                            #expect(try store.user(named: "ann").quota == before)
                        }
                    }
                    try await run()
                    #expect(try store.verifyLedger() == [])
                    let left = try store.user(named: "ann").quota
                    quota.withLock { $0.append(left) }
                }
            )
        }
        let (calm, crashed) = quota.withLock { ($0[0], $0[1]) }
        // Tasks that were accepted, though their client was never told, are charged: the poller
        // ends them, with the refund, at their deadline.
        let isAcceptedTwice = step == .acceptSeveral && point == .committed
        #expect(crashed == (isAcceptedTwice ? calm - 150_000 : calm))
    }

    /// Makes what the step needs; gives the step.
    private func prepare(_ step: Step, in store: Store, by submitter: Submitter) throws
        -> () async throws -> Void
    {
        switch step {
        case .enterModal:
            let task = try store.makeTask(of: submitter)
            return {
                try store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "u",
                    code: 21,
                    description: "",
                    status: .modal
                )
            }
        case .adoptAsModal:
            let task = try store.makeTask(of: submitter)
            return {
                _ = try await store.adopt(
                    task.mjID,
                    on: submitter.channel.id,
                    upstreamID: "u",
                    status: .modal
                )
            }
        case .beginModal:
            let task = try store.makeAcceptedTask(of: submitter, status: .modal)
            return { _ = try store.beginModal(.make(of: task, by: submitter)) }
        case .takeModal:
            let task = try store.makeTaskWithModalSent(of: submitter)
            let call = ModalCall.make(of: task, by: submitter)
            return { _ = try store.recordModalAcceptance(of: call, code: 1, description: "") }
        case .adoptModal:
            let task = try store.makeTaskWithModalSent(of: submitter)
            return { _ = try await store.adoptModal(task.mjID) }
        case .refuseModal:
            let task = try store.makeTaskWithModalSent(of: submitter)
            return { try store.recordModalRefusal(mjID: task.mjID, code: 4, description: "") }
        case .cancel:
            let task = try store.makeAcceptedTask(of: submitter)
            return { _ = try store.cancel(task.mjID, owner: task.userID) }
        case .cancelModalCall:
            let task = try store.makeTaskWithModalSent(of: submitter)
            return { _ = try store.cancel(task.mjID, owner: task.userID) }
        case .acceptSeveral:
            return { _ = try store.accept((0..<3).map { _ in .make(of: submitter) }) }
        case .endUpload, .failUpload, .refundUploads:
            guard case .begun(let id) = try store.beginUpload(.make(of: submitter)) else {
                throw Crash()
            }
            return {
                switch step {
                case .refundUploads: _ = try await store.refundUploads(begunBefore: .max)
                default: try store.endUpload(id, succeeded: step == .endUpload)
                }
            }
        }
    }

    @Test(arguments: FaultPoint.allCases)
    func anUpload_whoseProcessDiesAtItsBeginning_costsNothing(point: FaultPoint) async throws {
        let isArmed = Mutex(true)
        try await withTemporaryStore(
            configure: { configuration in
                configuration.faults = { reached in
                    if reached == point, isArmed.withLock({ $0 }) { throw Crash() }
                }
            },
            { store in
                isArmed.withLock { $0 = false }
                let submitter = try store.makeSubmitter(quota: 1_000_000)
                isArmed.withLock { $0 = true }
                #expect(throws: StorageError.self) {
                    try store.beginUpload(.make(of: submitter))
                }
                isArmed.withLock { $0 = false }
                #expect(try store.verifyLedger() == [])

                let isDurable = point == .committed
                #expect(
                    try await store.refundUploads(begunBefore: .max) == (isDurable ? 1 : 0)
                )
                #expect(try store.user(named: "ann").quota == 1_000_000)
                #expect(try store.verifyLedger() == [])
            }
        )
    }
}
