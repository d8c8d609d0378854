import Domain

/// A midjourney-proxy without its network and its clock: tasks, accounts, and what submits answer.
struct Simulation: Sendable {
    struct Configuration: Sendable {
        var accounts = 1
        var coreSize = 3
        var queueSize = 10
        /// How much faster than life tasks are drawn.
        var speed = 1.0
        var seed: UInt64 = 1
        /// 16 digits, as the real ids; each task gets the next.
        var firstID: Int64 = 1_689_231_405_853_400
        /// As at the start; the control plane changes those of the simulation.
        var settings = BehaviorSettings()
    }

    let configuration: Configuration
    var settings: BehaviorSettings
    var uploads = Uploads()
    var accounts: [AccountQueue]
    private(set) var tasks: [String: DemoTask] = [:]
    /// Oldest first.
    private(set) var order: [String] = []
    /// Tasks with hooks that changed otherwise than by the clock.
    private var touched: [String] = []
    private var nextID: Int64
    private let lifecycle: Lifecycle

    init(configuration: Configuration) {
        self.configuration = configuration
        settings = configuration.settings
        nextID = configuration.firstID
        lifecycle = Lifecycle().faster(by: configuration.speed)
        var random = SeededRandom(seed: configuration.seed)
        accounts = (0..<configuration.accounts).map { _ in
            AccountQueue(
                id: random.snowflake(),
                coreSize: configuration.coreSize,
                queueSize: configuration.queueSize
            )
        }
    }

    // MARK: Submits

    mutating func submit(_ request: SubmitRequest, at now: Milliseconds) -> SubmitReply {
        do throws(Refusal) {
            return try request.name.kind.init(request, settings).carryOut(in: &self, at: now)
        } catch {
            return error.reply
        }
    }

    /// Refuses banned words, or lets them end the task, before ``enqueue(_:at:)``.
    mutating func screen(_ order: TaskOrder, at now: Milliseconds) -> SubmitReply {
        guard
            let word = order.orders.isBanned
                ? "banned" : PromptText.bannedWord(in: order.promptEn)
        else { return enqueue(order, at: now) }
        guard settings.profile.bansLate else {
            return .banned(promptEn: order.promptEn, word: word)
        }
        var order = order
        order.orders.failure = "可能包含敏感词"
        return enqueue(order, at: now)
    }

    /// What submits end with that make a task: the choice of an account, and its line.
    mutating func enqueue(_ order: TaskOrder, at now: Milliseconds) -> SubmitReply {
        let account: Int
        switch choose(for: order, at: now) {
        case .success(let index): account = index
        case .failure(let refusal): return refusal.reply
        }
        let id = order.idFault?.id(nextID, last: self.order.last) ?? String(nextID)
        // Also when it is refused: then the id is of nobody.
        nextID += 1
        var random = SeededRandom(text: "\(configuration.seed) \(id) \(order.prompt)")
        let plan = lifecycle.times(order.pace, order.orders, &random)
        var task = DemoTask(
            id: id,
            order: order,
            accountID: accounts[account].id,
            submitTime: now,
            seed: random.next(),
            plan: plan,
            slotAt: nil,
            forced: .init(vanished: order.orders.vanishes)
        )
        if order.dialog != nil {
            add(task)
            return .modal(id: id, account: task.accountID, finalPrompt: order.promptEn)
        }
        guard case .accepted(let slotAt, let ahead) = admit(plan, account, at: now) else {
            return .full(id: id, account: task.accountID)
        }
        task.slotAt = slotAt
        add(task)
        return .accepted(id: id, account: task.accountID, ahead: ahead)
    }

    /// A task that asked has its answer: it joins the line, under its old id.
    mutating func answer(_ id: String, with order: TaskOrder, at now: Milliseconds) -> SubmitReply {
        guard var task = tasks[id] else { return .parentMissing }
        guard let account = accounts.firstIndex(where: { $0.id == task.accountID }),
            !accounts[account].isPaused
        else { return .accountGone(task.accountID) }
        var random = SeededRandom(text: "\(configuration.seed) \(id) \(order.prompt)")
        task.order = order
        task.plan = lifecycle.times(order.pace, order.orders, &random)
        guard case .accepted(let slotAt, let ahead) = admit(task.plan, account, at: now) else {
            return .full(id: id, account: task.accountID)
        }
        task.slotAt = slotAt
        tasks[id] = task
        touch(task)
        return .accepted(id: id, account: task.accountID, ahead: ahead)
    }

    private mutating func add(_ task: DemoTask) {
        if tasks.updateValue(task, forKey: task.id) == nil { order.append(task.id) }
        touch(task)
    }

    private mutating func touch(_ task: DemoTask) {
        if hookURL(of: task) != nil { touched.append(task.id) }
    }

    mutating func takeTouched() -> [String] {
        defer { touched = [] }
        return touched
    }

    /// The task's own, else that of all.
    func hookURL(of task: DemoTask) -> String? {
        let global = settings.hooks.globalURL
        return task.order.fields.notifyHook ?? (global.isEmpty ? nil : global)
    }

    private mutating func admit(
        _ plan: DemoTask.Times,
        _ account: Int,
        at now: Milliseconds
    ) -> AccountQueue.Admission {
        accounts[account].admit(duration: plan.finish, at: now)
    }

    private mutating func choose(
        for order: TaskOrder,
        at now: Milliseconds
    ) -> Result<Int, Refusal> {
        guard let wanted = order.fields.accountID else {
            return idlestAccount(at: now).map(Result.success)
                ?? .failure(Refusal(reply: .noAccount))
        }
        guard let index = accounts.firstIndex(where: { $0.id == wanted }),
            !accounts[index].isPaused
        else {
            let isBound = order.parentID != nil
            return .failure(Refusal(reply: isBound ? .accountGone(wanted) : .noAccount))
        }
        return .success(index)
    }

    /// BestWaitIdle; of equals the first.
    private mutating func idlestAccount(at now: Milliseconds) -> Int? {
        var best: (index: Int, load: Int)?
        for index in accounts.indices where !accounts[index].isPaused {
            let load = accounts[index].load(at: now)
            if best.map({ load < $0.load }) ?? true { best = (index, load) }
        }
        return best?.index
    }

    /// Different for each task to come.
    func salt() -> UInt32 {
        var random = SeededRandom(text: "\(configuration.seed) \(nextID)")
        return UInt32(truncatingIfNeeded: random.next())
    }

    // MARK: Reads

    /// Nil for a task that is unknown, or has vanished.
    func task(_ id: String) -> DemoTask? {
        tasks[id].flatMap { $0.forced.vanished ? nil : $0 }
    }

    /// Newest first.
    var allTasks: [DemoTask] { order.reversed().compactMap { task($0) } }

    // MARK: Changes from outside

    mutating func change(_ id: String, _ change: (inout DemoTask) -> Void) -> Bool {
        guard var task = tasks[id] else { return false }
        change(&task)
        tasks[id] = task
        touch(task)
        return true
    }

    mutating func setPaused(_ isPaused: Bool, account id: String) -> Bool {
        guard let index = accounts.firstIndex(where: { $0.id == id }) else { return false }
        accounts[index].isPaused = isPaused
        return true
    }

    /// A restart that loses what was in memory. Ids go on: a real server takes them from the clock.
    mutating func forgetTasks() {
        tasks = [:]
        order = []
        for index in accounts.indices {
            accounts[index] = AccountQueue(
                id: accounts[index].id,
                coreSize: configuration.coreSize,
                queueSize: configuration.queueSize
            )
        }
    }
}
