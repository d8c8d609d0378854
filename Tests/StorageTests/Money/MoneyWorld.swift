import Domain
import GRDB
import Storage
import Synchronization
import TestSupport
import Testing

/// Users who submit through two processes' stores on one database, while prices, limits and
/// processes come and go. What happens is decided by a seed.
final class MoneyWorld {
    /// What a process dies of.
    struct Crash: Error {}

    let directory: String
    var random: SeededGenerator
    private(set) var stores: [Store] = []
    /// Each with a token of its own; the first two are one user, and so the last two.
    private(set) var payers: [Submitter] = []
    var uploads: [Int64] = []
    var tasks: [String] = []
    /// Of processes.
    private(set) var deaths = 0
    /// What happened to the tasks was committed by this payer's token.
    var payerOfStep: Submitter?
    /// The task whose money an administrator gave back in this step.
    var refundedByHand: String?
    /// What its limited tokens have left and spent together.
    var limitOfToken: [TokenID: Int64] = [:]

    private let time = Time()
    private let armed = Armed()
    private var seen: [String: TaskState] = [:]
    /// Sees what was committed and nothing else, whatever the stores believe.
    let database: DatabaseQueue

    init(seed: UInt64, directory: String) throws {
        self.directory = directory
        random = SeededGenerator(seed: seed)
        let first = try openStore(in: directory) { [time, armed] in
            $0.clock = { time.now }
            $0.faults = armed.reach
        }
        database = try DatabaseQueue(path: first.configuration.path)
        stores.append(first)
        stores.append(try open())
        try populate()
        try check("at the beginning")
    }

    func close() {
        for store in stores { store.close() }
        try? database.close()
    }

    private func open() throws -> Store {
        try openStore(in: directory) { [time, armed] in
            $0.clock = { time.now }
            $0.faults = armed.reach
        }
    }

    private func populate() throws {
        let channel = try stores[0].makeChannel()
        for (number, name) in ["ann", "bob"].enumerated() {
            let user = try stores[0].makeUser(name, quota: number == 0 ? 900_000 : 500_000)
            for byte in 1...2 {
                let token = try stores[0].makeToken(of: user, byte: UInt8(2 * number + byte))
                payers.append(Submitter(user: user, token: token, channel: channel))
            }
        }
        try execute(
            """
            INSERT INTO prices VALUES ('IMAGINE', 'TURBO', 90001), ('IMAGINE', 'RELAX', 20000),
                ('MODAL', 'FAST', 33333), ('UPLOAD', 'RELAX', 12345);
            INSERT INTO groups VALUES ('odd', 333333);
            UPDATE users SET grp = 'odd' WHERE name = 'bob';
            """
        )
        try limit(payers[1].token.id, to: 400_000)
        try limit(payers[2].token.id, to: 150_000)
    }

    // MARK: What may happen to a process

    /// Lets the next commit of any store die at one of its steps.
    func arm() {
        armed.point.withLock { $0 = FaultPoint.allCases.randomElement(using: &random) }
    }

    /// - Returns: whether a process died.
    func disarm() -> Bool {
        armed.point.withLock { $0 = nil }
        return armed.hasFired.withLock { fired in
            defer { fired = false }
            deaths += fired ? 1 : 0
            return fired
        }
    }

    func reopen(_ number: Int) throws {
        stores[number].close()
        stores[number] = try open()
    }

    func passTime() {
        let pause = Milliseconds.random(in: 0...4_000, using: &random)
        time.milliseconds.withLock { $0 += pause }
    }

    // MARK: What stores have no method for

    func execute(_ sql: String) throws {
        try database.write { try $0.execute(sql: sql) }
    }

    func limit(_ token: TokenID, to amount: Int64?) throws {
        try execute(
            "UPDATE tokens SET remaining = \(amount.map(String.init) ?? "NULL") WHERE id = \(token)"
        )
        let spent = try database.read {
            try Int64.fetchOne($0, sql: "SELECT spent FROM tokens WHERE id = ?", arguments: [token])
        }
        limitOfToken[token] = amount.map { $0 + (spent ?? 0) }
    }

    // MARK: What must hold after each commit

    func check(_ moment: String) throws {
        let store = try #require(stores.randomElement(using: &random))
        #expect(try store.verifyLedger() == [], "\(moment)")
        try database.read { database in
            try checkBalances(database, moment)
            try checkTasks(database, moment)
        }
        refundedByHand = nil
        payerOfStep = nil
    }

    private func checkBalances(_ database: Database, _ moment: String) throws {
        let wrong = """
            SELECT id FROM users u WHERE quota < 0 OR spent < 0 OR quota + spent <> (
                SELECT sum(amount) FROM ledger WHERE user_id = u.id AND kind IN ('grant', 'adjust'))
            """
        #expect(
            try Int64.fetchAll(database, sql: wrong) == [],
            "\(moment): quota + spent = granted"
        )
        let twice = """
            SELECT r.task_id FROM ledger r WHERE r.kind = 'refund' AND 1 <> (
                SELECT count(*) FROM ledger c WHERE c.kind = 'charge' AND c.task_id IS r.task_id
                AND c.attempt IS r.attempt AND c.upload_id IS r.upload_id
                AND c.token_id IS r.token_id AND c.amount = -r.amount)
            UNION ALL SELECT task_id FROM ledger WHERE kind IN ('charge', 'refund')
                GROUP BY kind, task_id, attempt, upload_id HAVING count(*) > 1
            """
        #expect(try Int64?.fetchAll(database, sql: twice) == [], "\(moment): one refund a charge")
        for (token, total) in limitOfToken {
            let sum = try Int64.fetchOne(
                database,
                sql: "SELECT remaining + spent FROM tokens WHERE id = ? AND remaining >= 0",
                arguments: [token]
            )
            #expect(sum == total, "\(moment): token \(token)")
        }
    }

    /// Ends are final, what failed or waits is free, and what was paid stays so: a price that
    /// changes later changes nothing.
    private func checkTasks(_ database: Database, _ moment: String) throws {
        for now in try TaskState.fetchAll(database) {
            let text = "\(moment): \(now)"
            let isWaiting = now.status == .modal && !now.isModalSent
            let hasFailed = now.status == .failure || now.status == .cancel
            if isWaiting || hasFailed { #expect(now.quota == 0, "\(text)") }
            let before = seen.updateValue(now, forKey: now.mjID)
            guard let before else { continue }
            if before.status.isTerminal { #expect(now.status == before.status, "\(text)") }
            if now.attempt == before.attempt {
                let isFreed = isWaiting || hasFailed || refundedByHand == now.mjID
                #expect(now.quota == before.quota || (now.quota == 0 && isFreed), "\(text)")
            } else if now.quota != 0, let payer = payerOfStep {
                #expect(now.attempt == before.attempt + 1, "\(text)")
                let price = try price(.modal, mode: now.mode, payer, database)
                #expect(now.quota == price, "\(text)")
            }
        }
    }

    /// All that any task was seen in at its end.
    func statuses() throws -> Set<TaskStatus> {
        try database.read { try Set(TaskState.fetchAll($0).map(\.status)) }
    }

    /// By other means than the store's.
    func price(
        _ action: TaskAction,
        mode: SpeedMode?,
        _ payer: Submitter,
        _ database: Database
    ) throws -> Int64 {
        let prices = try ["", mode?.rawValue ?? ""].compactMap { mode in
            try Int64.fetchOne(
                database,
                sql: "SELECT quota FROM prices WHERE action = ? AND mode = ?",
                arguments: [action.rawValue, mode]
            )
        }
        let ratio = try Int64.fetchOne(
            database,
            sql: """
                SELECT ratio FROM groups WHERE name = coalesce(
                    (SELECT grp FROM tokens WHERE id = ?), (SELECT grp FROM users WHERE id = ?))
                """,
            arguments: [payer.token.id, payer.user.id]
        )
        return try #require(prices.last) * #require(ratio) / 1_000_000
    }
}

/// A row of the table of tasks, as far as money goes.
private struct TaskState: CustomStringConvertible {
    let mjID: String
    let status: TaskStatus
    let quota: Int64
    let attempt: Int
    let isModalSent: Bool
    let mode: SpeedMode?

    var description: String {
        "\(mjID) \(status) attempt \(attempt) sent \(isModalSent) quota \(quota)"
    }

    static func fetchAll(_ database: Database) throws -> [TaskState] {
        try Row.fetchAll(
            database,
            sql: "SELECT mj_id, status, quota, attempt, modal_sent, mode FROM tasks"
        ).map { row in
            TaskState(
                mjID: row[0],
                status: try #require(TaskStatus(rawValue: row[1])),
                quota: row[2],
                attempt: row[3],
                isModalSent: row[4],
                mode: (row[5] as String?).flatMap(SpeedMode.init)
            )
        }
    }
}

private final class Time: Sendable {
    let milliseconds = Mutex<Milliseconds>(1_700_000_000_000)
    var now: Milliseconds { milliseconds.withLock { $0 } }
}

/// The step of a commit at which the next one dies.
private final class Armed: Sendable {
    let point = Mutex<FaultPoint?>(nil)
    let hasFired = Mutex(false)

    @Sendable func reach(_ reached: FaultPoint) throws {
        let isHit = point.withLock { point in
            guard point == reached else { return false }
            point = nil
            return true
        }
        guard isHit else { return }
        hasFired.withLock { $0 = true }
        throw MoneyWorld.Crash()
    }
}
