import Glibc

/// Speaks FastCGI to a responder, as a web server does, over a unix socket.
///
/// https://fastcgi-archives.github.io/FastCGI_Specification.html
package final class FastCGIClient {
    package typealias Answer = (status: Int, headers: [(String, String)], body: [UInt8])

    package enum Failure: Error, Equatable {
        case system(call: String, errno: Int32)
        /// The responder ended the connection before the answer was whole.
        case connectionEnded
        case malformed(String)
    }

    private let socketPath: String
    /// Nil between connections.
    private var descriptor: Int32?

    package init(socketPath: String) {
        self.socketPath = socketPath
    }

    deinit {
        disconnect()
    }

    /// Sends a request, on the connection that was kept if there is one, and waits for the answer.
    ///
    /// A body adds its `CONTENT_LENGTH`, unless `parameters` has one.
    package func send(
        parameters: [String: String],
        body: [UInt8] = [],
        keepConnection: Bool = false
    ) throws -> Answer {
        if descriptor == nil { try connect() }
        try write(Self.request(parameters, body: body, keepConnection: keepConnection))
        defer { if !keepConnection { disconnect() } }
        return try readAnswer()
    }

    /// Opens a connection and sends nothing yet.
    package func connect() throws {
        disconnect()
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system(call: "socket", errno: errno) }
        self.descriptor = descriptor
        // A test fails rather than hangs.
        var timeout = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
        guard connectUnixSocket(descriptor, socketPath) else {
            throw Failure.system(call: "connect", errno: errno)
        }
    }

    package func disconnect() {
        if let descriptor { close(descriptor) }
        descriptor = nil
    }

    /// Sends bytes as they are: parts of requests, and what is none.
    package func write(_ bytes: [UInt8]) throws {
        guard let descriptor else { throw Failure.connectionEnded }
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let count = Glibc.send(
                    descriptor,
                    piece.baseAddress,
                    piece.count,
                    Int32(MSG_NOSIGNAL)
                )
                guard count > 0 else { throw Failure.system(call: "send", errno: errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    package func readAnswer() throws -> Answer {
        try Self.parse(readOutput())
    }

    /// What the responder writes to stdout, up to the end of its answer.
    package func readOutput() throws -> [UInt8] {
        var output: [UInt8] = []
        while true {
            let header = try read(8)
            let length = Int(header[4]) << 8 | Int(header[5])
            let content = try read(length)
            _ = try read(Int(header[6]))
            switch header[1] {
            case RecordType.stdout: output += content
            case RecordType.endRequest: return output
            default: continue
            }
        }
    }

    /// Waits for the responder's end of the connection: true when it ended without another byte.
    package func waitForEnd() throws -> Bool {
        do {
            _ = try read(1)
            return false
        } catch Failure.connectionEnded {
            return true
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        guard let descriptor else { throw Failure.connectionEnded }
        guard count > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                let received = recv(descriptor, rest.baseAddress, rest.count, 0)
                if received == 0 || received < 0 && errno == ECONNRESET {
                    throw Failure.connectionEnded
                }
                guard received > 0 else { throw Failure.system(call: "recv", errno: errno) }
                filled += received
            }
        }
    }

    /// Takes a CGI answer apart: headers, an empty line, the body.
    private static func parse(_ output: [UInt8]) throws -> Answer {
        var status = 200
        var headers: [(String, String)] = []
        var position = 0
        while let end = output[position...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: output[position..<end], as: UTF8.self)
                .split(separator: "\r", omittingEmptySubsequences: false)[0]
            position = end + 1
            if line.isEmpty { return (status, headers, Array(output[position...])) }
            guard let colon = line.firstIndex(of: ":") else {
                throw Failure.malformed("header \(line)")
            }
            let name = String(line[..<colon])
            let value = String(line[line.index(after: colon)...].drop { $0 == " " })
            if name.lowercased() == "status" {
                status = Int(value.prefix(3)) ?? 0
            } else {
                headers.append((name, value))
            }
        }
        throw Failure.malformed("no end of headers")
    }
}
