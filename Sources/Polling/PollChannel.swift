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
    }

    var logger: Logger {
        var logger = services.logger
        logger[metadataKey: LogKey.channel] = "\(channel.id)"
        return logger
    }

    // MARK: - Rows

    /// Takes in the channel and its polled rows, as the reading number `refresh` found them.
    ///
    /// - Parameter channel: nil: the channel was removed; it is not asked then, having no rows.
    func update(_ channel: Channel?, rows: [MidjourneyTask], refresh: Int) {
        if let channel { self.channel = channel }
        ended = ended.filter { $0.value >= refresh }
        var listed: Set<String> = []
        var hasNew = false
        for row in rows where ended[row.mjID] == nil {
            listed.insert(row.mjID)
            if tasks[row.mjID]?.upstreamID == row.upstreamID {
                tasks[row.mjID]?.merge(row: row)
            } else if let task = TrackedTask(row: row) {
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

    // MARK: - Loop

    func run() async {
        await withDiscardingTaskGroup { settlements in
            while !Task.isCancelled {
                guard isDue else {
                    await rest()
                    continue
                }
                let look = await look()
                for settlement in look.settlements {
                    settlements.addTask { await self.settle(settlement) }
                }
                note(look)
            }
        }
    }

    private var hasWork: Bool { tasks.values.contains { !$0.isSettling } }

    private var isDue: Bool { hasWork && ContinuousClock.now >= restedSince + schedule.pause }

    /// Sleeps until the next look is due, or something happens that may make it due earlier.
    private func rest() async {
        let pause = hasWork ? restedSince + schedule.pause - .now : .seconds(60)
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
