import Foundation
import Glibc
import Synchronization

/// A server on a free loopback port that says exactly what a test wants, also what no HTTP
/// library would say.
package final class ScriptedServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        package var path: String
        /// Names in lower case.
        package var headers: [String: String]
        package var body: String
        /// Connections are numbered in the order of their arrival.
        package var connection: Int
    }

    package enum Reply: Sendable {
        /// A complete answer, after which the connection is kept.
        case answer(Int, String, headers: [String: String] = [:])
        case bytes(Int, [UInt8], headers: [String: String] = [:])
        /// A complete answer, and 20 ms later, unasked, the same again.
        case answerTwice(String)
        /// These bytes, and then the end of the connection.
        case raw(String)
        /// RST.
        case reset
        /// Nothing, until the server stops or the client closes.
        case silence
        /// These bytes, and then one `x` each 10 ms until the client closes.
        case trickle(String)

        package static func answer(_ body: String) -> Reply { .answer(200, body) }
    }

    package let port: Int
    private let listener: Int32
    private let state = Mutex<State>(State())
    private let reply: @Sendable (Request) -> Reply

    private struct State {
        var requests: [Request] = []
        var connections: [Int32] = []
        var accepted = 0
        var isStopped = false
    }

    package var requests: [Request] { state.withLock { $0.requests } }
    package var openConnections: Int { state.withLock { $0.connections.count } }
    package var url: String { "http://127.0.0.1:\(port)" }

    package init(_ reply: @escaping @Sendable (Request) -> Reply) {
        self.reply = reply
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0, "bind to a free port")
                precondition(listen(listener, 1024) == 0, "listen")
                precondition(getsockname(listener, $0, &length) == 0, "getsockname")
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Stops listening, so that connections are refused, and ends those there are.
    package func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    deinit {
        close(listener)
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            let number: Int? = state.withLock { state in
                if state.isStopped { return nil }
                state.connections.append(connection)
                state.accepted += 1
                return state.accepted
            }
            guard let number else {
                close(connection)
                return
            }
            Thread.detachNewThread { [self] in serve(connection, number) }
        }
    }

    private func serve(_ connection: Int32, _ number: Int) {
        defer {
            state.withLock { $0.connections.removeAll { $0 == connection } }
            close(connection)
        }
        var input: [UInt8] = []
        while let request = read(from: connection, &input, number) {
            state.withLock { $0.requests.append(request) }
            switch reply(request) {
            case .answer(let status, let body, let headers):
                send(head(status, body.utf8.count, headers) + Array(body.utf8), to: connection)
            case .bytes(let status, let body, let headers):
                send(head(status, body.count, headers) + body, to: connection)
            case .answerTwice(let body):
                let answer = head(200, body.utf8.count, [:]) + Array(body.utf8)
                send(answer, to: connection)
                usleep(20_000)
                send(answer, to: connection)
            case .raw(let text):
                send(Array(text.utf8), to: connection)
                return
            case .reset:
                var option = linger(l_onoff: 1, l_linger: 0)
                setsockopt(
                    connection,
                    SOL_SOCKET,
                    SO_LINGER,
                    &option,
                    socklen_t(MemoryLayout<linger>.size)
                )
                return
            case .silence:
                waitForEnd(of: connection)
                return
            case .trickle(let text):
                send(Array(text.utf8), to: connection)
                while send([0x78], to: connection) { usleep(10_000) }
                return
            }
        }
    }

    private func head(_ status: Int, _ length: Int, _ headers: [String: String]) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Status\r\n"
        if headers["content-length"] == nil { text += "content-length: \(length)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    @discardableResult
    private func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    private func waitForEnd(of connection: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while recv(connection, &buffer, buffer.count, 0) > 0 {}
    }

    private func read(
        from connection: Int32,
        _ input: inout [UInt8],
        _ number: Int
    ) -> Request? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var headEnd: Range<Int>?
        var request: Request?
        var length = 0
        while true {
            if headEnd == nil, let end = input.firstRange(of: Array("\r\n\r\n".utf8)) {
                headEnd = end
                let head = parse(head: input[..<end.lowerBound], number)
                request = head
                length = Int(head.headers["content-length"] ?? "") ?? 0
            }
            if let headEnd, var request, input.count >= headEnd.upperBound + length {
                let end = headEnd.upperBound + length
                request.body = String(decoding: input[headEnd.upperBound..<end], as: UTF8.self)
                input.removeFirst(end)
                return request
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            input += buffer[..<count]
        }
    }

    private func parse(head: ArraySlice<UInt8>, _ number: Int) -> Request {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return Request(
            method: words.first ?? "",
            path: words.count > 1 ? words[1] : "",
            headers: headers,
            body: "",
            connection: number
        )
    }
}

/// Runs `body` with a server that replies as told, and stops it.
package func withServer<Result>(
    isolation: isolated (any Actor)? = #isolation,
    _ reply: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply,
    _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
    let server = ScriptedServer(reply)
    defer { server.stop() }
    return try await body(server)
}
