/// The headers that let browsers call from other origins (fetch.spec.whatwg.org, CORS protocol).
///
/// Credentials travel in headers that the page sets itself, never in cookies, so that `*` is no
/// weaker than a list.
struct CORS {
    private let allowsAll: Bool
    private let origins: Set<String>

    init(allowedOrigins: [String]) {
        allowsAll = allowedOrigins.contains("*")
        origins = Set(allowedOrigins)
    }

    /// What every answer carries, also an error, so that the page can read it.
    func headers(for request: Request) -> [(name: String, value: String)] {
        guard let origin = allowedOrigin(of: request) else { return [] }
        return [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id"),
        ]
    }

    /// The answer to the question that a browser asks before the request.
    func preflight(for request: Request, methods: [String]) -> Answer {
        let methods = methods.joined(separator: ", ")
        var answer = Answer(status: 204, headers: [("Allow", methods + ", OPTIONS")])
        if allowedOrigin(of: request) != nil {
            answer.headers += [
                ("Access-Control-Allow-Methods", methods),
                (
                    "Access-Control-Allow-Headers",
                    "Content-Type, Authorization, mj-api-secret, New-Api-User, Accept-Language, "
                        + "If-None-Match, X-PToken, Mj-Version"
                ),
                ("Access-Control-Max-Age", "86400"),
            ]
        }
        return answer
    }

    private func allowedOrigin(of request: Request) -> String? {
        if allowsAll { return "*" }
        guard let origin = request.header("ORIGIN"), origins.contains(origin) else { return nil }
        return origin
    }
}
