import Domain
import FastCGI

/// A request in words of HTTP.
struct Request {
    let fastCGI: FastCGIRequest
    let method: String
    /// As nginx matched it: decoded, without the query, and without a slash at its end.
    /// A speed mode in front is taken off: it is in ``mode``.
    let path: String
    /// Of the path's first segment: `/fast/mj/…`, or `/mj-fast/mj/…`.
    let mode: SpeedMode?
    let dialect: Dialect

    init(_ request: FastCGIRequest) {
        fastCGI = request
        method = request.parameter("REQUEST_METHOD") ?? ""
        var path = request.parameter("DOCUMENT_URI") ?? ""
        if path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        (mode, self.path) = Self.split(path)
        dialect = Dialect(path: self.path)
    }

    /// Nothing is made for a path without a mode, which lists have.
    private static func split(_ path: String) -> (SpeedMode?, String) {
        guard !path.hasPrefix("/api/"), !path.hasPrefix("/mj/"),
            let (mode, length) = modes.first(where: { path.hasPrefix($0.prefix) })
                .map({ ($0.mode, $0.prefix.utf8.count - "/mj/".utf8.count) })
        else { return (nil, path) }
        return (mode, String(path.dropFirst(length)))
    }

    private static let modes = SpeedMode.allCases.flatMap { mode in
        ["/", "/mj-"].map { (prefix: $0 + mode.rawValue.lowercased() + "/mj/", mode: mode) }
    }

    var query: String { fastCGI.parameter("QUERY_STRING") ?? "" }

    var language: Language { Language(acceptLanguage: header("ACCEPT_LANGUAGE")) }

    var remoteAddress: String { fastCGI.parameter("REMOTE_ADDR") ?? "" }

    /// The id that nginx gave the request, when it is fit for a header and a log.
    var id: String? {
        guard let id = fastCGI.parameter("REQUEST_ID"), (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            })
        else { return nil }
        return id
    }

    /// A header by its name in capitals and underscores; nil when it is absent or empty.
    func header(_ name: String) -> String? {
        guard let value = fastCGI.parameter("HTTP_" + name), !value.isEmpty else { return nil }
        return value
    }

    /// The body as a JSON object.
    func readObject(limit: Int) throws -> JSONObject {
        let body = try fastCGI.readBody(limit: limit)
        return try JSONObject(body)
    }
}
