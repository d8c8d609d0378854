import Domain
import Foundation
import Glibc

/// A plain HTTP/1.0 client for the demo's own server on the loopback address.
struct DemoClient {
    let port: UInt16

    struct Answer {
        let status: Int
        let body: JSONValue?
    }

    /// nil when there is no answer.
    func send(
        _ method: String,
        _ path: String,
        token: String = "",
        body: JSONValue? = nil
    ) -> Answer? {
        let content = body?.bytes() ?? []
        var request = "\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\n"
        if !token.isEmpty { request += "Authorization: Bearer \(token)\r\n" }
        if body != nil {
            request += "Content-Type: application/json\r\nContent-Length: \(content.count)\r\n"
        }
        guard let received = exchange(Array((request + "\r\n").utf8) + content) else { return nil }
        let text = String(decoding: received, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"),
            let status = text.split(separator: " ", maxSplits: 2).dropFirst().first
        else { return nil }
        return Answer(
            status: Int(status) ?? 0,
            body: try? JSONValue.parse(Array(text[end.upperBound...].utf8))
        )
    }

    /// The server ends an HTTP/1.0 answer by closing the connection.
    private func exchange(_ request: [UInt8]) -> [UInt8]? {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // A submit waits for its channel, up to a minute. The two fields of a timeval, whose members
        // Swift counts as one of several C modules', by the order in which these are loaded.
        let limit = [90, 0]
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, limit, size)
        guard connect(descriptor) else { return nil }
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return nil }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { return nil }
            guard count > 0 else { return received }
            received += buffer[..<count]
        }
    }

    private func connect(_ descriptor: Int32) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
