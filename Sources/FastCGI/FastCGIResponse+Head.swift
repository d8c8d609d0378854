extension FastCGIResponse {
    /// The status and the headers in CGI's form (RFC 3875 §6), up to and with the empty line.
    func head() -> [UInt8] {
        precondition((100...999).contains(status), "a status has three digits")
        var head: [UInt8] = []
        head.reserveCapacity(512)
        head.append(contentsOf: "Status: \(status) \(Self.reason(of: status))\r\n".utf8)
        for (name, value) in headers {
            precondition(!name.isEmpty && Self.isOneLine(name), "a header's name is one line")
            precondition(Self.isOneLine(value), "a header's value is one line")
            head.append(contentsOf: name.utf8)
            head.append(contentsOf: ": ".utf8)
            head.append(contentsOf: value.utf8)
            head.append(contentsOf: "\r\n".utf8)
        }
        // Without it nginx sends the answer in chunks. Of a 304 it would speak of another body.
        if case .bytes(let bytes) = body, status != 304, status != 204 {
            head.append(contentsOf: "Content-Length: \(bytes.count)\r\n".utf8)
        }
        head.append(contentsOf: "\r\n".utf8)
        return head
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A && $0 != 0 }
    }

    /// nginx sends the status line on as it comes, so an empty reason would reach clients.
    private static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status"
        }
    }
}
