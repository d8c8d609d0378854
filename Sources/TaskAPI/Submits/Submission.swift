package import Domain
package import Logging
package import Storage
package import Upstream

/// A submit's way from a checked request to an answer: steps 2 to 5 of a task's life.
///
/// The task is paid for and durable before a channel hears of it, and a channel's id is durable
/// before the client hears of that. A refusal goes on to the next channel; after an answer that was
/// lost nothing is ever sent again, since the channel may be drawing already.
package struct Submission {
    /// Body, route and channel.
    package typealias Send = (JSONValue, String, Channel) throws(ChannelError) -> SubmitAnswer

    /// Which channels may be asked.
    package enum Target: Equatable, Sendable {
        /// Those that serve it, in the order of ``ChannelChoice``.
        case anyChannel
        /// The parent's and no other, even if it gets no new work any more.
        case pinned(ChannelID)
    }

    /// What is submitted: the tasks, but for their channel, and the body for the channel, but for
    /// its `state` and hook.
    package struct Draft {
        package var identity: Identity
        package var action: TaskAction
        package var mode: SpeedMode?
        /// Where the channel may choose one of several.
        package var possibleModes: Set<SpeedMode> = []
        package var prompt: String
        /// Of the parent, whose translation it is.
        package var promptEn = ""
        /// Its `parent` is the task that this one follows up. The hook's secret is made here.
        package var details: TaskDetails
        /// Makes `description` of our id; nil: it stands in `details`.
        package var describe: (@Sendable (_ mjID: String) -> String)?
        /// Of the channel, such as `/mj/submit/imagine`.
        package var route: String
        package var body: [String: JSONValue]
        package var target = Target.anyChannel
        /// How many tasks the request makes, each charged.
        package var count = 1
    }

    let store: Store
    let bulkhead: ChannelBulkhead
    let hooks: Hooks
    let logger: Logger
    let patience: Patience
    let now: () -> ContinuousClock.Instant
    let send: Send

    package init(
        store: Store,
        bulkhead: ChannelBulkhead,
        hooks: Hooks,
        logger: Logger,
        patience: Patience,
        now: @escaping () -> ContinuousClock.Instant = { .now },
        send: @escaping Send
    ) {
        self.store = store
        self.bulkhead = bulkhead
        self.hooks = hooks
        self.logger = logger
        self.patience = patience
        self.now = now
        self.send = send
    }

    package func submit(_ draft: Draft) throws -> SubmitReply {
        let lastTry = now() + patience.furtherTries
        let demand = ChannelDemand(
            group: draft.identity.group,
            action: draft.action,
            mode: draft.mode,
            possibleModes: draft.possibleModes
        )
        let candidates = try candidates(for: draft.target, demand)
        var refusal = candidates.refusal
        for (index, channel) in candidates.channels.enumerated() {
            guard bulkhead.enter(channel.id) else {
                refusal = .queueFull
                continue
            }
            // From here on the place in the bulkhead is given back by `attempt`, or here.
            let outcome: Acceptance
            do {
                outcome = try accept(draft, on: channel)
            } catch {
                bulkhead.leave(channel.id)
                throw error
            }
            switch outcome {
            case .accepted(let work):
                return try attempt(work, on: candidates.channels[index...], until: lastTry)
            case .barred(let bar):
                bulkhead.leave(channel.id)
                if bar == .full { refusal = .queueFull }
            }
        }
        return refusal
    }

    private enum Acceptance {
        case accepted(Work)
        case barred(ChannelBar)
    }

    private func accept(_ draft: Draft, on channel: Channel) throws -> Acceptance {
        precondition(draft.count > 0, "a submit makes a task")
        var new = NewTask(
            userID: draft.identity.userID,
            tokenID: draft.identity.tokenID,
            channelID: channel.id,
            admission: draft.target == .anyChannel ? .newWork : .followUp,
            action: draft.action,
            mode: draft.mode,
            possibleModes: draft.possibleModes,
            prompt: draft.prompt,
            promptEn: draft.promptEn,
            details: draft.details,
            describe: draft.describe
        )
        if new.details.notifyHook.isEmpty { new.details.notifyHook = hooks.fallback }
        let news = (0..<draft.count).map { _ in
            new.details.hookSecret = HookSecret.make()
            return new
        }
        switch try store.accept(news) {
        case .accepted(let tasks):
            return .accepted(
                Work(tasks: tasks, hookSecret: news[0].details.hookSecret, draft: draft)
            )
        case .barred(let bar): return .barred(bar)
        case .insufficientQuota: throw Problem.forbidden(.contract("quota_not_enough"))
        case .unpriced:
            throw Problem.unavailable(.unpriced(action: draft.action.rawValue))
        case .credentialWithdrawn: throw Problem.unauthorized(.tokenDisabled)
        case .refused(let refusal): throw Problem(refusal)
        }
    }
}
