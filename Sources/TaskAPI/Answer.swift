import FastCGI

/// An answer before the headers that every answer has are added.
struct Answer {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON that belongs to one user and may have changed by the next request.
    static func json(_ body: [UInt8], status: Int = 200) -> Answer {
        Answer(
            status: status,
            headers: [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Cache-Control", "private, no-cache"),
            ],
            body: body
        )
    }

    /// JSON with a tag, or 304 when the client has these bytes already.
    static func json(_ body: [UInt8], tag: EntityTag, for request: Request) -> Answer {
        var answer = Answer.json(body)
        if let known = request.header("IF_NONE_MATCH"), tag.matches(known) {
            answer = Answer(status: 304, headers: [("Cache-Control", "private, no-cache")])
        }
        answer.headers.append(("ETag", tag.text))
        return answer
    }

    init(_ problem: Problem, dialect: Dialect, language: Language) {
        self = .json(dialect.body(of: problem, in: language), status: problem.status)
        if let seconds = problem.retryAfter {
            headers.append(("Retry-After", String(seconds)))
        }
        if !problem.allow.isEmpty {
            headers.append(("Allow", problem.allow.joined(separator: ", ")))
        }
        if problem.status == 401 {
            // RFC 9110 §11.6.1: a 401 names how to authenticate.
            headers.append(("WWW-Authenticate", "Bearer"))
        }
    }
}
