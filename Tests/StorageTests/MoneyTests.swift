import Domain
import Storage
import TestSupport
import Testing

/// Whatever happens to tasks and uploads, in whatever order: what is at work or has succeeded is
/// paid for, all else is free, and quota + spent = granted after each step.
struct MoneyTests {
    private static let price: Int64 = 50_000

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func anyOrderOfEvents_leavesTheMoneyRight(seed: UInt64) async throws {
        try await withTemporaryStore { store in
            var random = SeededGenerator(seed: seed)
            let submitter = try store.makeSubmitter(quota: 400_000)
            try store.execute("UPDATE tokens SET remaining = 350000")
            var tasks: [String] = []
            var ends: [String: TaskStatus] = [:]
            var uploads: [Int64] = []
            for step in 1...150 {
                if let mjID = tasks.randomElement(using: &random),
                    Int.random(in: 0...9, using: &random) > 1
                {
                    let task = try #require(try store.task(mjID, owner: nil)).task
                    try await event(
                        Int.random(in: 0...11, using: &random),
                        to: task,
                        in: store,
                        by: submitter
                    )
                } else if case .accepted(let new) = try store.accept([.make(of: submitter)]) {
                    tasks += new.map(\.mjID)
                }
                if let id = uploads.randomElement(using: &random) {
                    try store.endUpload(id, succeeded: .random(using: &random))
                } else if case .begun(let id) = try store.beginUpload(.make(of: submitter)) {
                    uploads.append(id)
                }

                #expect(try store.verifyLedger() == [], "step \(step)")
                for (task, _) in try store.tasks(tasks, owner: submitter.user.id) {
                    let isPaid = task.status != .modal || task.isModalSent
                    let isFree = task.status == .failure || task.status == .cancel || !isPaid
                    #expect(task.quota == (isFree ? 0 : Self.price), "step \(step): \(task)")
                    if let end = ends[task.mjID] { #expect(task.status == end) }
                    if task.status.isTerminal { ends[task.mjID] = task.status }
                }
            }
            #expect(!ends.isEmpty)
            let user = try store.user(named: "ann")
            #expect(user.quota + user.spent == 400_000)
            let remaining = try #require(try store.number("SELECT remaining FROM tokens"))
            #expect(Int64(remaining) + user.spent == 350_000)
        }
    }

    private func event(
        _ number: Int,
        to task: MidjourneyTask,
        in store: Store,
        by submitter: Submitter
    ) async throws {
        let call = ModalCall.make(of: task, by: submitter, prompt: "a dog")
        switch number {
        case 0...2:
            try store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "u\(task.id)",
                code: number == 0 ? 1 : 21,
                description: "",
                status: number == 0 ? .submitted : .modal
            )
        case 3, 4: _ = try store.beginModal(call)
        case 5 where task.isModalSent:
            _ = try store.recordModalAcceptance(of: call, code: 1, description: "")
        case 6: try store.recordModalRefusal(mjID: task.mjID, code: 4, description: "")
        case 7: _ = try await store.adoptModal(task.mjID)
        case 8:
            _ = try await store.adopt(
                task.mjID,
                on: submitter.channel.id,
                upstreamID: "a\(task.id)",
                status: .modal
            )
        case 9: try await store.checkpoint([.make(of: task)])
        case 10: _ = try store.cancel(task.mjID, owner: submitter.user.id)
        case 11 where task.status == .inProgress:
            _ = try await store.finish([.make(of: task)])
        default: _ = try await store.finish([.make(of: task, status: .failure)])
        }
    }
}
