import Domain

/// An answer before any fault has been at it.
struct Answer: Sendable, Equatable {
    var status = 200
    var type: String?
    var bytes: [UInt8] = []
    var headers: [String: String] = [:]

    static let empty = Answer()

    static func status(_ status: Int) -> Answer { Answer(status: status) }

    static func json(_ value: JSONValue, status: Int = 200) -> Answer {
        Answer(status: status, type: "application/json", bytes: value.bytes())
    }

    static func html(_ text: String) -> Answer {
        Answer(type: "text/html; charset=utf-8", bytes: Array(text.utf8))
    }

    static func text(_ text: String, status: Int = 200) -> Answer {
        Answer(status: status, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }

    /// What the framework of the original answers for requests that it cannot read.
    static func springError(_ status: Int, _ error: String, path: String, at now: Milliseconds)
        -> Answer
    {
        .json(
            .object([
                "timestamp": .integer(now), "status": .integer(Int64(status)),
                "error": .string(error), "path": .string(path),
            ]),
            status: status
        )
    }

    /// The second envelope of the C# servers.
    static func failureEnvelope(_ message: String, at now: Milliseconds) -> Answer {
        .json(
            .object([
                "success": .bool(false), "code": .integer(-1), "message": .string(message),
                "timestamp": .integer(now),
            ])
        )
    }
}

extension Profile {
    /// For a request that cannot be read.
    func unreadable(_ status: Int, _ error: String, path: String, at now: Milliseconds) -> Answer {
        refusesWithEnvelope
            ? .failureEnvelope(error, at: now)
            : .springError(status, error, path: path, at: now)
    }
}
