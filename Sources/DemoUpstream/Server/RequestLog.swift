import Domain

/// The latest requests, for tests that ask what a gateway really sent.
struct RequestLog: Sendable {
    struct Entry: Sendable {
        var time: Milliseconds
        var method: String
        var path: String
        /// Names in lower case.
        var headers: [String: String]
        /// Its first 16 kB.
        var body: String
        /// Of the whole body.
        var size: Int
        var status: Int?
    }

    private static let capacity = 10_000
    private static let longestBody = 16 << 10
    private var entries: [Entry] = []
    /// Entries that are no longer kept.
    private var dropped = 0

    var all: [Entry] { entries }

    /// The number of the entry, for ``answered(_:status:)``.
    private mutating func add(_ entry: Entry) -> Int {
        if entries.count >= Self.capacity {
            entries.removeFirst(Self.capacity / 2)
            dropped += Self.capacity / 2
        }
        entries.append(entry)
        return dropped + entries.count - 1
    }

    mutating func add(_ request: DemoRequest, at now: Milliseconds) -> Int {
        add(
            Entry(
                time: now,
                method: request.method,
                path: request.path,
                headers: request.headers,
                body: String(decoding: request.body.prefix(Self.longestBody), as: UTF8.self),
                size: request.body.count
            )
        )
    }

    mutating func answered(_ number: Int, status: Int) {
        guard entries.indices.contains(number - dropped) else { return }
        entries[number - dropped].status = status
    }

    mutating func removeAll() {
        dropped += entries.count
        entries = []
    }
}

extension RequestLog.Entry {
    var json: JSONValue {
        .object([
            "time": .integer(time), "method": .string(method), "path": .string(path),
            "headers": .object(headers.mapValues(JSONValue.string)), "body": .string(body),
            "size": .integer(Int64(size)),
            "status": status.map { .integer(Int64($0)) } ?? .null,
        ])
    }
}
