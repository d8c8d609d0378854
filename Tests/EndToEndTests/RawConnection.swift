import Domain
import Glibc
import TestSupport
import Testing

/// A TCP connection that sends what no HTTP client would.
final class RawConnection {
    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }

        /// What the description of the API does not say of it.
        func problems(asAnswerTo request: String) -> [String] {
            let words = request.split(separator: " ", maxSplits: 2)
            let type = head.split(separator: "\r\n").first {
                $0.lowercased().hasPrefix("content-type:")
            }
            return APIDescription.shipped.problems(
                method: words.first.map(String.init) ?? "",
                path: words.count > 1 ? String(words[1].prefix { $0 != "?" }) : "",
                status: status,
                contentType: type?.dropFirst(13).trimmingPrefix { $0 == " " }.lowercased(),
                body: body
            )
        }
    }

    let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw WaitTimedOut(what: "a connection") }
    }

    deinit {
        close(descriptor)
    }

    /// Sends what it can: a server that has refused reads no further.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, min($0.count, 1 << 20), Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// What has come by now, or comes next; empty at the end.
    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(count, 0)))
    }

    /// One request with `Connection: close`; the head has no line break at its end. The answer is
    /// held against the description of the API.
    static func exchange(
        port: UInt16,
        head: String,
        body: [UInt8] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        let connection = try RawConnection(port: port)
        connection.send(Array((head + "\r\n\r\n").utf8))
        // nginx refuses a body that is too large before it has read it, and resets the connection if
        // more comes than it cares to throw away: the answer has to be read first.
        if connection.hasAnswer {
            shutdown(connection.descriptor, Int32(SHUT_WR))
        } else {
            connection.send(body)
        }
        var received: [UInt8] = []
        while true {
            let piece = connection.receive()
            guard !piece.isEmpty else { break }
            received += piece
        }
        let text = String(decoding: received, as: UTF8.self)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let answer = Answer(
            status: status,
            head: parts.first.map(String.init) ?? "",
            body: Array((parts.count > 1 ? String(parts[1]) : "").utf8)
        )
        #expect(answer.problems(asAnswerTo: head) == [], sourceLocation: sourceLocation)
        return answer
    }

    /// Whether an answer comes within two seconds, before a body is sent.
    private var hasAnswer: Bool {
        var entry = pollfd(descriptor: descriptor, events: Int16(POLLIN))
        return poll(&entry, 1, 2_000) > 0
    }
}

extension pollfd {
    init(descriptor: Int32, events: Int16) {
        self.init(fd: descriptor, events: events, revents: 0)
    }
}
