import FastCGI
import Synchronization
import TestSupport
import Testing

/// Requests that end early or are none: none of them may reach a handler or take a worker along.
struct BrokenRequestTests {
    /// libfcgi takes a connection that breaks between two parameters for the end of them.
    @Test func parametersThatEndEarly_neverReachTheHandler() throws {
        let handled = Mutex<[String?]>([])
        try withPool(
            .make(threads: 1),
            answer: { request in
                handled.withLock { $0.append(request.parameter("N")) }
                return .text("")
            }
        ) { path in
            for parameters in [FastCGIClient.encode(["A": "1"]), []] {
                let client = FastCGIClient(socketPath: path)
                try client.connect()
                var bytes = FastCGIClient.begin(keepConnection: true)
                if !parameters.isEmpty {
                    bytes += FastCGIClient.record(RecordType.parameters, parameters)
                }
                try client.write(bytes)
                client.disconnect()
            }
            _ = try FastCGIClient(socketPath: path).send(parameters: ["N": "last"])

            #expect(handled.withLock { $0 } == ["last"])
        }
    }

    @Test func bodyThatIsCutShort_isIncomplete() throws {
        let failure = Mutex<FastCGIError?>(nil)
        try withPool(
            .make(threads: 1),
            answer: { request in
                do throws(FastCGIError) {
                    _ = try request.readBody(limit: 1 << 20)
                } catch {
                    failure.withLock { $0 = error }
                }
                return .text("")
            }
        ) { path in
            // The web server leaves in the middle of the body …
            let whole = FastCGIClient.request([:], body: .init(repeating: 1, count: 40_000))
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(Array(whole[..<(whole.count - 20_000)]))
            client.disconnect()
            try waitUntil("the handler to see it") { failure.withLock { $0 } != nil }
            guard
                case .bodyIncomplete(expected: 40_000, received: 1..<40_000)? =
                    failure.withLock({ $0 })
            else {
                Issue.record("\(String(describing: failure.withLock { $0 }))")
                return
            }

            // … or ends it properly, but too early.
            let short = try FastCGIClient(socketPath: path).send(
                parameters: ["CONTENT_LENGTH": "100"],
                body: .init(repeating: 1, count: 50)
            )
            #expect(short.status == 200)
            #expect(
                failure.withLock { $0 } == .bodyIncomplete(expected: 100, received: 50)
            )
        }
    }

    @Test(arguments: [
        // Not FastCGI at all.
        Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8),
        // Version 2.
        [2, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        // A BEGIN_REQUEST of the wrong length, and one of request 0.
        [1, 1, 0, 1, 0, 4, 0, 0, 0, 1, 0, 0],
        [1, 1, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        // A role that nobody has, and roles that are not ours.
        FastCGIClient.begin(keepConnection: true, role: 9),
        FastCGIClient.begin(keepConnection: true, role: 2)
            + FastCGIClient.stream(RecordType.parameters, [])
            + FastCGIClient.stream(RecordType.stdin, []),
        // Stdin where parameters belong.
        FastCGIClient.begin(keepConnection: true) + FastCGIClient.stream(RecordType.stdin, [1]),
        // Parameters whose lengths point beyond their end.
        FastCGIClient.begin(keepConnection: true)
            + FastCGIClient.stream(RecordType.parameters, [200, 100]),
        FastCGIClient.begin(keepConnection: true)
            + FastCGIClient.stream(RecordType.parameters, [0x80, 1, 0, 0, 0x80, 1, 0, 0, 65]),
        FastCGIClient.begin(keepConnection: true)
            + FastCGIClient.stream(RecordType.parameters, [0x80]),
        // A request that the web server takes back.
        FastCGIClient.begin(keepConnection: true) + FastCGIClient.record(2, []),
    ])
    func malformedRecords_endTheConnection_andTheWorkerLivesOn(bytes: [UInt8]) throws {
        let handled = Mutex(0)
        try withPool(
            .make(threads: 1),
            answer: { _ in
                handled.withLock { $0 += 1 }
                return .text("")
            }
        ) { path in
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(bytes)

            #expect(try client.waitForEnd())
            #expect(try FastCGIClient(socketPath: path).send(parameters: [:]).status == 200)
            #expect(handled.withLock { $0 } == 1)
        }
    }

    @Test func malformedStdin_breaksTheBody_andTheWorkerLivesOn() throws {
        let failure = Mutex<FastCGIError?>(nil)
        try withPool(
            .make(threads: 1),
            answer: { request in
                do throws(FastCGIError) {
                    _ = try request.readBody(limit: 1 << 20)
                } catch {
                    failure.withLock { $0 = error }
                }
                return .text("")
            }
        ) { path in
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(
                FastCGIClient.begin(keepConnection: true)
                    + FastCGIClient.stream(RecordType.parameters, [])
                    + FastCGIClient.record(RecordType.stdin, [1, 2, 3]) + [9, 9, 9, 9, 9, 9, 9, 9]
            )

            #expect(try client.waitForEnd())
            #expect(failure.withLock { $0 } == .bodyIncomplete(expected: 0, received: 3))
            #expect(try FastCGIClient(socketPath: path).send(parameters: [:]).status == 200)
        }
    }
}
