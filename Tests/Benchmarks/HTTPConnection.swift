import Foundation
import Glibc

/// A kept connection that sends a request and reads its answer, with no more code in between than
/// a measurement can bear.
final class HTTPConnection {
    struct Broken: Error {}

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size) == 0
            }
        }
        guard isConnected else { throw Broken() }
        var on: Int32 = 1
        setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &on,
            socklen_t(MemoryLayout<Int32>.size)
        )
    }

    deinit {
        close(descriptor)
    }

    static func request(
        _ method: String,
        _ path: String,
        token: String,
        body: String = ""
    ) -> [UInt8] {
        Array(
            """
            \(method) \(path) HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer \(token)\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """.utf8
        )
    }

    func send(_ request: [UInt8]) throws {
        var rest = request[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Broken() }
            rest = rest.dropFirst(sent)
        }
    }

    /// Head and body of an answer with a `Content-Length`.
    func receive() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let length = completeLength() {
                let answer = String(decoding: received[..<length], as: UTF8.self)
                received.removeFirst(length)
                return answer
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Broken() }
            received += buffer[..<count]
        }
    }

    func exchange(_ request: [UInt8]) throws -> String {
        try send(request)
        return try receive()
    }

    private func completeLength() -> Int? {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).lowercased()
        let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let body = field.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        let length = end.upperBound + body
        return received.count >= length ? length : nil
    }
}
