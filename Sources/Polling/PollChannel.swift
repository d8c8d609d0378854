import Domain
import Logging
import Storage
import Upstream

/// Follows the unfinished tasks of one channel.
///
/// The loop (`run`) looks, rests as the schedule says, and looks again; between its steps the
/// actor takes in fresh rows (`update`), so every step finds its tasks by id anew. Each channel
/// has its own actor and its own loop: a slow one delays nobody.
actor PollChannel {
    /// What all channels share.
    struct Services: Sendable {
        var configuration: PollingConfiguration
        var access: ChannelAccess
        var flush: Flush
        var hot: HotWriter
        var pictures: PictureArchive
        var callbacks: Callbacks
        var refreshes: RefreshClock
        var logger: Logger
    }

    /// A SUCCESS whose picture is to be fetched before it is committed.
    struct Settlement: Sendable {
        var ending: TaskEnding
        var pictureURL: String
    }

    let services: Services
    let rules: LookRules
    private(set) var channel: Channel
    var tasks: [String: TrackedTask] = [:]
    /// Tasks that ended, with the latest reading of rows that may still list them.
    private var ended: [String: Int] = [:]

    /// Tasks that the channel itself said to look at.
    private var hinted: Set<String> = []
    /// When the last look ended, and the pause that hints leave after it: as long as it took.
    private var lookedAt: ContinuousClock.Instant?
    private var hintPause: Duration

    private var schedule: PollSchedule
    private var restedSince = ContinuousClock.now
    private var nap: Task<Void, Never>?
    private var outage = Outage()
    private var ambiguousLogged: Set<String> = []

    init(_ channel: Channel, services: Services) {
        self.channel = channel
        self.services = services
        rules = LookRules(services.configuration)
        schedule = PollSchedule(limits: services.configuration.schedule)
        hintPause = services.configuration.paces.hintFloor
    }

    var logger: Logger {
        var logger = services.logger
        logger[metadataKey: LogKey.channel] = "\(channel.id)"
        return logger
    }

    // MARK: - Rows

    /// Takes in the channel and its polled rows, as the reading number `refresh` found them.
    ///
    /// - Parameters:
    ///   - channel: nil: the channel was removed; it is not asked then, having no rows.
    ///   - areNews: whether clients are told the states of tasks that are new here; not when the
    ///     poller has just started, since an earlier one has told them.
    func update(_ channel: Channel?, rows: [MidjourneyTask], refresh: Int, areNews: Bool) {
        if let channel { self.channel = channel }
        ended = ended.filter { $0.value >= refresh }
        var listed: Set<String> = []
        var hasNew = false
        for row in rows where ended[row.mjID] == nil {
            listed.insert(row.mjID)
            if tasks[row.mjID]?.upstreamID == row.upstreamID {
                tasks[row.mjID]?.merge(row: row)
            } else if var task = TrackedTask(row: row) {
                if !areNews { task.announce() }
                tasks[row.mjID] = task
                hasNew = true
            }
        }
        // What is gone was ended by others, or moved to another channel.
        if listed.count < tasks.count { tasks = tasks.filter { listed.contains($0.key) } }
        if tasks.isEmpty { ambiguousLogged = [] }
        if hasNew {
            _ = schedule.next(after: .taskAdded)
            nap?.cancel()
        }
    }

    /// The channel said that these tasks have changed: they are looked at as soon as may be.
    ///
    /// - Returns: whether some of them are not known here.
    func hint(_ mjIDs: [String]) -> Bool {
        let known = mjIDs.filter { tasks[$0] != nil }
        let before = hinted.count
        hinted.formUnion(known)
        // The rest that is under way was measured without hints.
        if before == 0, !hinted.isEmpty { nap?.cancel() }
        return known.count < mjIDs.count
    }

    // MARK: - Loop

    func run() async {
        await withDiscardingTaskGroup { settlements in
            while !Task.isCancelled {
                let isWhole = isDue
                guard isWhole || isHintDue else {
                    await rest()
                    continue
                }
                let asked = hinted
                hinted = []
                let look = await look(at: isWhole ? nil : asked)
                for settlement in look.settlements {
                    settlements.addTask { await self.settle(settlement) }
                }
                lookedAt = .now
                hintPause = max(services.configuration.paces.hintFloor, look.duration)
                if isWhole { note(look) } else { noteHinted(look) }
            }
        }
    }

    private var hintDue: ContinuousClock.Instant? {
        hinted.isEmpty ? nil : lookedAt.map { $0 + hintPause } ?? .now
    }

    private var isHintDue: Bool { hintDue.map { $0 <= .now } ?? false }

    private func noteHinted(_ look: Look) {
        // Hints change the schedule only when they show that the channel is back.
        if outage.isOn, look.hasAnswers { note(look) }
    }

    private var hasWork: Bool { tasks.values.contains { !$0.isSettling } }

    private var isDue: Bool { hasWork && ContinuousClock.now >= restedSince + schedule.pause }

    /// Sleeps until the next look is due, or something happens that may make it due earlier.
    private func rest() async {
        var pause = hasWork ? restedSince + schedule.pause - .now : .seconds(60)
        if let hintDue { pause = min(pause, hintDue - .now) }
        let nap = Task { _ = try? await Task.sleep(for: pause) }
        self.nap = nap
        await withTaskCancellationHandler {
            await nap.value
        } onCancel: {
            nap.cancel()
        }
        self.nap = nil
    }

    private func note(_ look: Look) {
        guard !Task.isCancelled else { return }
        restedSince = ContinuousClock.now
        if let failure = look.failure {
            if outage.begin() {
                logger.warning(
                    "a channel cannot be asked, trying on",
                    metadata: [LogKey.reason: "\(failure)", LogKey.count: "\(tasks.count)"]
                )
            }
        } else if outage.end() {
            logger.notice("a channel answers again")
        }
        _ = schedule.next(
            after: look.hasAnswers
                ? .answered(changed: look.hasChanges, took: look.duration) : .failed
        )
    }

    // MARK: - Ends

    /// Fetches the picture of a SUCCESS, within limits, and commits the end in any case.
    private func settle(_ settlement: Settlement) async {
        var ending = settlement.ending
        ending.picture = await services.pictures.picture(
            at: settlement.pictureURL,
            of: ending.state.mjID,
            on: channel
        )
        await commit([ending])
    }

    /// Commits ends; what cannot be committed stays a task that the next look asks for.
    func commit(_ endings: [TaskEnding]) async {
        guard !endings.isEmpty else { return }
        let finished = await services.flush.finish(endings)
        services.callbacks.ended(finished)
        for ending in endings {
            let mjID = ending.state.mjID
            if finished.contains(mjID) {
                tasks[mjID] = nil
                ended[mjID] = services.refreshes.current
            } else {
                tasks[mjID]?.isSettling = false
                nap?.cancel()
            }
        }
    }

    func logAmbiguous(_ upstreamIDs: [String]) {
        for id in upstreamIDs where ambiguousLogged.insert(id).inserted {
            logger.warning(
                "a channel's id stands for several tasks, none can be updated by it",
                metadata: [LogKey.upstreamID: "\(id)"]
            )
        }
    }
}
