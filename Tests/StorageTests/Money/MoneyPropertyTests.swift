import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// Quota is conserved: whatever happens, in whatever order, whenever a process dies.
///
/// A failure names its seed; `MJTASK_TEST_SEED=<seed>` runs that one alone.
struct MoneyPropertyTests {
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["MJTASK_TEST_SEED"].flatMap(UInt64.init)
        .map { [$0] } ?? Array(1...6)

    @Test(arguments: seeds)
    func anyOrderOfStepsAndCrashes_leavesTheMoneyRight(seed: UInt64) async throws {
        try await withTemporaryDirectory(inMemory: true) { directory in
            let world = try MoneyWorld(seed: seed, directory: directory)
            defer { world.close() }
            for number in 1...500 {
                let step = try await world.takeStep()
                try world.check("seed \(seed), step \(number), \(step)")
            }
            // Otherwise little was tried.
            #expect(world.tasks.count > 20)
            #expect(world.uploads.count > 4)
            #expect(world.deaths > 10)
            #expect(try world.statuses() == Set(TaskStatus.allCases))
        }
    }

    /// Steps that meet in one commit, or wait for the other process's.
    @Test(arguments: seeds.prefix(2))
    func anyInterleavingOfThreads_leavesTheMoneyRight(seed: UInt64) async throws {
        try await withTemporaryDirectory(inMemory: true) { directory in
            let world = try MoneyWorld(seed: seed, directory: directory)
            defer { world.close() }
            let (stores, payers) = (world.stores, world.payers)
            for round in 1...15 {
                try onThreads(8) { thread in
                    var random = SeededGenerator(
                        seed: seed &* 1_000_003 &+ UInt64(round * 8 + thread)
                    )
                    let store = stores[thread % 2]
                    for _ in 1...6 {
                        let payer = payers[Int.random(in: 0...3, using: &random)]
                        try Self.liveThrough(
                            Int.random(in: 0...7, using: &random),
                            by: payer,
                            in: store
                        )
                    }
                }
                for store in stores {
                    #expect(try store.verifyLedger() == [], "seed \(seed), round \(round)")
                }
                try world.check("seed \(seed), round \(round)")
            }
        }
    }

    /// A task's or an upload's life, whose ends are told twice.
    private static func liveThrough(_ life: Int, by payer: Submitter, in store: Store) throws {
        if life == 7 {
            guard case .begun(let id) = try store.beginUpload(.make(of: payer)) else { return }
            try store.endUpload(id, succeeded: false)
            return try store.endUpload(id, succeeded: true)
        }
        let action: TaskAction = life < 3 ? .imagine : .inpaint
        guard case .accepted(let made) = try store.accept([.make(of: payer, action: action)]),
            let task = made.first
        else { return }
        switch life {
        case 0:
            try store.recordRefusal(mjID: task.mjID, code: 23, reason: "full")
            try store.recordRefusal(mjID: task.mjID, code: 23, reason: "full")
        case 1, 2: try store.recordAcceptance(of: task, code: life == 1 ? 1 : 22)
        case 3: try store.recordAcceptance(of: task, code: 1)
        default:
            try store.recordAcceptance(of: task, code: 21)
            let call = ModalCall.make(of: task, by: payer)
            guard case .begun = try store.beginModal(call) else { return }
            if life == 4 { try store.recordModalRefusal(mjID: task.mjID, code: 4, description: "") }
            if life == 5 { _ = try store.recordModalAcceptance(of: call, code: 1, description: "") }
            if life == 6 { _ = try store.failTask(mjID: task.mjID, reason: "") }
        }
        _ = try store.cancel(task.mjID, owner: payer.user.id)
        _ = try store.refundTask(mjID: task.mjID, note: "")
    }
}

extension Store {
    fileprivate func recordAcceptance(of task: MidjourneyTask, code: Int) throws {
        try recordAcceptance(
            mjID: task.mjID,
            upstreamID: "u\(task.id)",
            code: code,
            description: "",
            status: code == 21 ? .modal : .submitted
        )
    }
}
