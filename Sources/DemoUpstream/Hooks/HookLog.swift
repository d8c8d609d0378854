import Domain

/// The latest deliveries, and what became of them.
struct HookLog: Sendable {
    struct Entry: Sendable {
        var time: Milliseconds
        var delivery: HookPlanner.Delivery
        /// The answer's; nil: there was none.
        var status: Int?
        var error: String?
    }

    private static let capacity = 10_000
    private(set) var all: [Entry] = []

    mutating func add(_ entry: Entry) {
        if all.count >= Self.capacity { all.removeFirst(Self.capacity / 2) }
        all.append(entry)
    }

    mutating func removeAll() {
        all = []
    }
}

extension HookLog.Entry {
    var json: JSONValue {
        .object([
            "time": .integer(time), "url": .string(delivery.url), "id": .string(delivery.taskID),
            "key": .string(delivery.key), "body": delivery.body,
            "status": .orNull(status.map(Int64.init)), "error": .orNull(error),
        ])
    }
}
