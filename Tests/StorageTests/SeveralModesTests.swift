import Domain
import Storage
import TestSupport
import Testing

struct SeveralModesTests {
    private static let prices = """
        INSERT INTO prices VALUES ('IMAGINE', 'RELAX', 10000), ('IMAGINE', 'TURBO', 100000),
            ('MODAL', 'RELAX', 20000), ('UPLOAD', 'TURBO', 30000)
        """

    @Test(
        arguments: [
            (nil, [.relax, .fast], 50_000, .fast),
            (nil, [.relax, .fast, .turbo], 100_000, .turbo),
            (.relax, [.relax], 10_000, .relax),
            (.relax, [], 10_000, .relax),
            (nil, [], 50_000, nil),
        ] as [(SpeedMode?, Set<SpeedMode>, Int64, SpeedMode?)]
    )
    func theDearestOfSeveralModes_isPaidFor(
        mode: SpeedMode?,
        possible: Set<SpeedMode>,
        price: Int64,
        paid: SpeedMode?
    ) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute(Self.prices)
            var new = NewTask.make(of: submitter, mode: mode)
            new.possibleModes = possible

            guard case .accepted(let tasks) = try store.accept([new]), let task = tasks.first else {
                Issue.record("not accepted")
                return
            }

            #expect(task.quota == price)
            #expect(task.mode == paid)
            #expect(try store.stored(task).mode == paid)
            #expect(try store.user(named: "ann").spent == price)
        }
    }

    @Test func modesThatCostTheSame_leaveTheModeOpen() throws {
        try withTemporaryStore { store in
            var new = NewTask.make(of: try store.makeSubmitter())
            new.possibleModes = [.fast, .turbo]

            guard case .accepted(let tasks) = try store.accept([new]) else {
                Issue.record("not accepted")
                return
            }

            #expect(tasks.map(\.mode) == [nil])
            #expect(tasks.map(\.quota) == [50_000])
        }
    }

    @Test func modalCallsAndUploads_arePaidTheSameWay() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute(Self.prices)
            let task = try store.makeAcceptedTask(of: submitter, status: .modal)
            var call = ModalCall.make(of: task, by: submitter)
            call.possibleModes = [.relax, .fast]
            guard case .begun(let begun) = try store.beginModal(call) else {
                Issue.record("not begun")
                return
            }
            #expect(begun.quota == 50_000)
            #expect(begun.mode == .fast)

            var upload = NewUpload.make(of: submitter)
            upload.possibleModes = [.turbo, .relax]
            #expect(try store.beginUpload(upload) == .begun(1))
            #expect(try store.number("SELECT quota FROM uploads") == 30_000)
            #expect(try store.text("SELECT mode FROM uploads") == "TURBO")
        }
    }

    @Test func whatHasNoPriceInOneOfTheModes_isNotSold() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute("INSERT INTO prices VALUES ('X', 'FAST', 1)")
            var new = NewTask.make(of: submitter, action: TaskAction(rawValue: "X"))
            new.possibleModes = [.fast, .turbo]

            #expect(try store.accept([new]) == .unpriced)
        }
    }
}
