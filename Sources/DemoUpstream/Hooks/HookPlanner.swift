import Domain
import HeapModule

/// Finds the moments at which tasks look different, and what is to be told about them.
struct HookPlanner: Sendable {
    struct Delivery: Sendable, Equatable {
        var url: String
        var taskID: String
        /// When the task changed.
        var time: Milliseconds
        var key: String
        var isTerminal: Bool
        var body: JSONValue
    }

    private struct Watch {
        var seenUntil: Milliseconds
        /// What was told last: `STATUS:progress`.
        var key = ""
        /// The last that was told of a running task, which may come again too late.
        var running: Delivery?
    }

    private struct Moment: Comparable {
        var time: Milliseconds
        var id: String

        static func < (one: Moment, other: Moment) -> Bool { one.time < other.time }
    }

    private var watches: [String: Watch] = [:]
    private var moments = Heap<Moment>()

    /// What changed since the last call, in the order of the changes; and when to ask again.
    mutating func due(
        _ simulation: inout Simulation,
        pictures: String,
        at now: Milliseconds
    ) -> (deliveries: [Delivery], next: Milliseconds?) {
        var ids = simulation.takeTouched()
        while let first = moments.min, first.time <= now {
            ids.append(moments.removeMin().id)
        }
        var deliveries: [Delivery] = []
        var looked: Set<String> = []
        for id in ids where looked.insert(id).inserted {
            guard let task = simulation.task(id), let url = simulation.hookURL(of: task) else {
                continue
            }
            let found = changes(of: task, url, simulation.settings, pictures, until: now)
            deliveries += shaped(found, &simulation.settings.hooks)
            if let next = task.nextChange(after: now) { moments.insert(.init(time: next, id: id)) }
        }
        return (deliveries.sorted { $0.time < $1.time }, moments.min?.time)
    }

    private mutating func changes(
        of task: DemoTask,
        _ url: String,
        _ settings: BehaviorSettings,
        _ pictures: String,
        until now: Milliseconds
    ) -> [Delivery] {
        var watch = watches[task.id] ?? Watch(seenUntil: task.submitTime - 1)
        var times: [Milliseconds] = []
        var time = watch.seenUntil
        while let next = task.nextChange(after: time), next < now {
            times.append(next)
            time = next
        }
        // Also what no clock foretold: a cancel, or what the control plane said.
        times.append(now)
        watch.seenUntil = now
        var deliveries: [Delivery] = []
        for time in times {
            let view = task.view(at: time)
            let key = "\(view.status):\(view.progress ?? "")"
            let quiet = [TaskStatus.notStart.rawValue, TaskStatus.modal.rawValue]
            guard key != watch.key, !quiet.contains(view.status) else { continue }
            watch.key = key
            deliveries.append(
                Delivery(
                    url: url,
                    taskID: task.id,
                    time: time,
                    key: key,
                    isTerminal: view.isTerminal,
                    body: task.json(
                        TaskRendering(
                            now: settings.hooks.sendsNewest ? now : time,
                            pictures: pictures,
                            settings: settings
                        )
                    )
                )
            )
        }
        watches[task.id] = watch
        return deliveries
    }

    /// What the settings make of deliveries.
    private mutating func shaped(
        _ found: [Delivery],
        _ settings: inout HookSettings
    ) -> [Delivery] {
        var shaped: [Delivery] = []
        for delivery in found {
            if settings.never { continue }
            if settings.drops > 0 {
                settings.drops -= 1
                continue
            }
            let isTwice = settings.duplicates || settings.repeatsTerminal && delivery.isTerminal
            shaped += Array(repeating: delivery, count: isTwice ? 2 : 1)
            if !delivery.isTerminal {
                watches[delivery.taskID]?.running = delivery
            } else if settings.reorders, var late = watches[delivery.taskID]?.running {
                late.time = delivery.time
                shaped.append(late)
            }
        }
        return shaped
    }
}
