import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    struct ManyClientsTests {
        /// What a responder may keep resident with 64 idle workers. Debug code is larger; the limit
        /// that is promised, 40 MB, holds for what is installed.
        #if DEBUG
            private static let residentLimit = 64
        #else
            private static let residentLimit = 40
        #endif

        @Test func idleResponders_staySmall() async throws {
            try await withDemo { demo in
                for program in ["list", "relay"] {
                    let pid = try #require(demo.pid(of: program))
                    try waitUntil("64 workers") { try threads(of: pid) >= 64 }
                    #expect(try residentMegabytes(of: pid) < Self.residentLimit)
                }
            }
        }

        /// Clients in service are counted one by one: an average looks better when some starve.
        @Test func all256KeptConnections_areServed() async throws {
            try await withDemo { demo in
                for number in 0..<3 { _ = try await demo.submit("crowd \(number)") }
                let clients = try (0..<256).map { _ in
                    try KeptClient(port: demo.port, token: demo["ACCESS_TOKEN"])
                }
                for client in clients { client.ask() }

                let deadline = ContinuousClock.now + .seconds(120)
                while clients.contains(where: { $0.answers < 20 }), ContinuousClock.now < deadline {
                    var entries = clients.map {
                        pollfd(descriptor: $0.descriptor, events: Int16(POLLIN))
                    }
                    poll(&entries, nfds_t(entries.count), 1_000)
                    for (client, entry) in zip(clients, entries) where entry.revents != 0 {
                        if client.takeAnswer() { client.ask() }
                    }
                }

                #expect(clients.count { $0.answers >= 20 } == 256)
                #expect(clients.reduce(0) { $0 + $1.failures } == 0)
            }
        }
    }
}

/// A client that keeps its connection and asks again as soon as it has its answer.
private final class KeptClient {
    private let connection: RawConnection
    private let request: [UInt8]
    private var received: [UInt8] = []
    private(set) var answers = 0
    private(set) var failures = 0

    var descriptor: Int32 { connection.descriptor }

    init(port: UInt16, token: String) throws {
        connection = try RawConnection(port: port)
        request = Array(
            "GET /api/mj/self HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n\r\n".utf8
        )
    }

    func ask() { connection.send(request) }

    /// Whether an answer is complete with what has come now.
    func takeAnswer() -> Bool {
        let piece = connection.receive()
        guard !piece.isEmpty else {
            failures += 1
            return false
        }
        received += piece
        guard let length = Self.length(of: received), received.count >= length else { return false }
        if !received.starts(with: Array("HTTP/1.1 200 ".utf8)) { failures += 1 }
        received = []
        answers += 1
        return true
    }

    /// The bytes of the whole answer; nil while its head is incomplete.
    private static func length(of received: [UInt8]) -> Int? {
        let text = String(decoding: received.prefix(4096), as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound]
        let field = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
        let body = field.flatMap { Int($0.dropFirst("Content-Length: ".count)) }
        return body.map { text.utf8.distance(from: text.startIndex, to: end.upperBound) + $0 }
    }
}

/// A number in `/proc/PID/status`, such as the kilobytes of `VmRSS`.
private func status(_ key: String, of pid: Int32) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
    return try #require(line.flatMap { Int($0.filter(\.isNumber)) })
}

private func residentMegabytes(of pid: Int32) throws -> Int { try status("VmRSS", of: pid) / 1_000 }
private func threads(of pid: Int32) throws -> Int { try status("Threads", of: pid) }
