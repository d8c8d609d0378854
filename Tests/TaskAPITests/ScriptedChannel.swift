import Domain
import Foundation
import Glibc
import Synchronization

/// A channel that answers every request with the same JSON, until told another, and remembers what it was sent.
///
/// It blocks a thread of its own: the relay waits for it on another, and neither may depend on the
/// pool that the tests run on.
final class ScriptedChannel: Sendable {
    struct Request: Sendable {
        /// Request line and headers, in lower case.
        var head: String
        var body: JSONValue
    }

    let port: Int
    private let listener: Int32
    private let received = Mutex<[Request]>([])
    private let answer: Mutex<String>

    init(answer: String) throws {
        self.answer = Mutex(answer)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw CannotListen() }
        port = Int(UInt16(bigEndian: address.sin_port))
        onThread { [weak self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                if let request = Self.read(from: connection) {
                    self?.received.withLock { $0.append(request) }
                    let answer = self?.answer.withLock(\.self) ?? ""
                    if !answer.isEmpty { Self.write(answer, to: connection) }
                }
                Glibc.close(connection)
            }
            Glibc.close(listener)
        }
    }

    /// What is answered from now on; empty: the connection is closed without an answer.
    func setAnswer(_ json: String) { answer.withLock { $0 = json } }

    var requests: [Request] { received.withLock { $0 } }

    /// Ends the thread, which closes the socket.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    struct CannotListen: Error {}

    private static func read(from connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        let end = Array("\r\n\r\n".utf8)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            guard let head = bytes.firstRange(of: end) else { continue }
            let text = String(decoding: bytes[..<head.lowerBound], as: UTF8.self).lowercased()
            let length =
                text.split(separator: "\r\n")
                .first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
            let body = bytes[head.upperBound...]
            if body.count >= length {
                return Request(head: text, body: (try? JSONValue.parse(Array(body))) ?? .null)
            }
        }
    }

    private static func write(_ answer: String, to connection: Int32) {
        let text =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(answer.utf8.count)\r\nConnection: close\r\n\r\n" + answer
        _ = Array(text.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
    }
}

/// Runs `body` on a thread of its own.
func onThread(_ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread(body)
}

/// Waits for `body`, which blocks, without blocking the pool that the tests run on.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        onThread { continuation.resume(returning: body()) }
    }
}
