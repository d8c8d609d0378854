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
    }

    let configuration: Configuration
    private(set) var accounts: [AccountQueue]
    private(set) var tasks: [String: DemoTask] = [:]
    /// Oldest first.
    private(set) var order: [String] = []
    private var nextID: Int64
    private let lifecycle: Lifecycle

    init(configuration: Configuration) {
        self.configuration = configuration
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

    mutating func imagine(_ submit: ImagineSubmit, at now: Milliseconds) -> SubmitReply {
        let orders = PromptOrders(prompt: submit.prompt)
        let promptEn = PromptText.english(submit.prompt)
        if let word = orders.isBanned ? "banned" : PromptText.bannedWord(in: promptEn) {
            return .banned(promptEn: promptEn, word: word)
        }
        return enqueue(.imagine, submit, promptEn, orders, at: now)
    }

    /// What every kind of submit ends with: the choice of an account, and its line.
    private mutating func enqueue(
        _ action: TaskAction,
        _ submit: ImagineSubmit,
        _ promptEn: String,
        _ orders: PromptOrders,
        at now: Milliseconds
    ) -> SubmitReply {
        guard let account = idlestAccount(at: now) else { return .noAccount }
        let accountID = accounts[account].id
        let id = String(nextID)
        var random = SeededRandom(text: "\(configuration.seed) \(id) \(submit.prompt)")
        let plan = plan(for: orders, &random)
        switch accounts[account].admit(duration: plan.finish, at: now) {
        case .full:
            // The id was given, and is of nobody.
            nextID += 1
            return .full(id: id, account: accountID)
        case .accepted(let slotAt, let ahead):
            nextID += 1
            let task = DemoTask(
                id: id,
                action: action,
                prompt: submit.prompt,
                promptEn: promptEn,
                state: submit.state,
                notifyHook: submit.notifyHook,
                botType: submit.botType,
                accountID: accountID,
                submitTime: now,
                times: plan.shifted(by: slotAt),
                failReason: orders.failure,
                seed: random.next(),
                forced: .init(vanished: orders.vanishes)
            )
            tasks[id] = task
            order.append(id)
            return .accepted(id: id, account: accountID, ahead: ahead)
        }
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

    /// The moments of a life that begins, with its slot, at 0.
    private func plan(
        for orders: PromptOrders,
        _ random: inout SeededRandom
    ) -> DemoTask.Times {
        // No two pictures take equally long.
        let pace = Double.random(in: 0.8...1.2, using: &random)
        let extra = Milliseconds(orders.extraSeconds) * 1_000
        let steps = Milliseconds(Lifecycle.percents.count)
        let step = max(1, Milliseconds(Double(lifecycle.step) * pace)) + extra / steps
        let start = lifecycle.dispatch
        let progress = start + lifecycle.acceptance
        let stepsTaken = orders.failure == nil ? steps : steps / 2
        let finish = progress + stepsTaken * step
        return .init(
            start: start,
            progress: progress,
            step: step,
            finish: orders.isStuck ? nil : finish
        )
    }

    // MARK: Reads

    /// Nil for a task that is unknown, or has vanished.
    func task(_ id: String) -> DemoTask? {
        tasks[id].flatMap { $0.forced.vanished ? nil : $0 }
    }

    /// Newest first.
    var allTasks: [DemoTask] { order.reversed().compactMap { task($0) } }

    // MARK: What the control plane does

    mutating func force(_ id: String, _ change: (inout DemoTask.Forced) -> Void) -> Bool {
        guard var task = tasks[id] else { return false }
        change(&task.forced)
        tasks[id] = task
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

extension DemoTask.Times {
    fileprivate func shifted(by time: Milliseconds) -> Self {
        func sum(_ moment: Milliseconds) -> Milliseconds {
            let (sum, overflow) = moment.addingReportingOverflow(time)
            return overflow ? .max : sum
        }
        return .init(
            start: sum(start),
            progress: sum(progress),
            step: step,
            finish: finish.map(sum)
        )
    }
}
