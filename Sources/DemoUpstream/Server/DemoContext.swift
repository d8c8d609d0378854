import Domain
import Glibc
import Hummingbird
import Logging
import NIOCore

/// A request's context that knows its connection, so that a fault can close it.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let connection: any NIOCore.Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connection = source.channel
    }

    /// Ends the connection with an error for the other side: a RST, which is what closing does
    /// when it is told not to linger (socket(7), SO_LINGER).
    func reset() async throws {
        if let options = connection as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await connection.close()
    }
}

/// A request, read to its end.
struct DemoRequest: Sendable {
    var method: String
    var path: String
    /// Names in lower case; of several with the same name the last.
    var headers: [String: String]
    var body: [UInt8]
    /// Percent-decoded path segments.
    var segments: [String]
    /// Of the query, undecoded.
    var query: [String: String]
    /// The body; nil when it is none.
    var json: JSONValue?

    init(_ request: Request) async throws {
        method = request.method.rawValue
        path = request.uri.path
        segments = path.split(separator: "/").map {
            String($0).removingPercentEncoding
        }
        query = [:]
        for item in (request.uri.query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            query[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        headers = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority ?? headers["host"]
        let buffer = try await request.body.collect(upTo: 256 << 20)
        body = Array(buffer.readableBytesView)
        json = try? JSONValue.parse(body)
    }
}

extension String {
    fileprivate var removingPercentEncoding: String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
