import FastCGI
import Foundation
import Synchronization
import TestSupport
import Testing

/// What goes over a connection, whole and broken: the use that ``Connection`` makes of libfcgi.
struct ConnectionTests {
    @Test func keptConnection_servesOneRequestAfterAnother() throws {
        try withPool(.make(threads: 1), answer: { .text($0.parameter("N") ?? "") }) { path in
            let client = FastCGIClient(socketPath: path)
            for number in 0..<50 {
                let answer = try client.send(
                    parameters: ["N": String(number)],
                    keepConnection: true
                )
                #expect(answer.body == Array(String(number).utf8))
            }
        }
    }

    @Test func connectionThatIsNotKept_endsAfterItsAnswer() throws {
        try withPool(answer: { _ in .text("once") }) { path in
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(FastCGIClient.request([:]))

            #expect(try client.readAnswer().body == Array("once".utf8))
            #expect(try client.waitForEnd())
        }
    }

    @Test func connectionThatIsNotKept_freesItsWorker_whileTheClientStillHoldsIt() throws {
        // libfcgi by itself waits 2 s for the client to close.
        try withPool(.make(threads: 1), answer: { _ in .text("once") }) { path in
            let clients = (0..<20).map { _ in FastCGIClient(socketPath: path) }
            let start = ContinuousClock.now
            for client in clients {
                try client.connect()
                try client.write(FastCGIClient.request([:]))
                _ = try client.readAnswer()
            }
            #expect(ContinuousClock.now - start < .seconds(20))
            for client in clients { #expect(try client.waitForEnd()) }
        }
    }

    @Test func bodyThatNobodyReads_doesNotSpoilTheNextRequest() throws {
        try withPool(.make(threads: 1), answer: { .text($0.parameter("N") ?? "") }) { path in
            let client = FastCGIClient(socketPath: path)
            for (number, size) in [20_000, 1, 8_192, 65_535, 1 << 20, 0].enumerated() {
                let answer = try client.send(
                    parameters: ["N": String(number)],
                    body: .init(repeating: 1, count: size),
                    keepConnection: true
                )
                #expect(answer.body == Array(String(number).utf8))
            }
        }
    }

    /// With some sizes, the record that ends the body comes in libfcgi's next read of 8 KB.
    @Test func cookieOfAnySize_doesNotSpoilTheNextRequest() throws {
        try withPool(.make(threads: 1), answer: { .text("\($0.parameter("C")?.count ?? 0)") }) {
            path in
            let client = FastCGIClient(socketPath: path)
            for size in 8_000..<8_300 {
                let cookie = String(repeating: "c", count: size)
                let answer = try client.send(parameters: ["C": cookie], keepConnection: true)
                #expect(answer.body == Array(String(size).utf8))
            }
        }
    }

    @Test(arguments: [0, 1, 8_000, 8_192, 65_536, 1 << 20, 64 << 20])
    func bodiesOfAnySize_travelBothWays(size: Int) throws {
        var body = [UInt8](repeating: 0, count: size)
        for index in stride(from: 0, to: size, by: 997) { body[index] = UInt8(index % 251) }
        try withPool(answer: { request in
            guard let body = try? request.readBody(limit: 64 << 20) else {
                return .text("", status: 413)
            }
            return FastCGIResponse(status: 200, body: .bytes(body))
        }) { [body] path in
            let client = FastCGIClient(socketPath: path)
            for _ in 0..<2 {
                let answer = try client.send(parameters: [:], body: body, keepConnection: true)
                #expect(answer.status == 200)
                // Not in the expectation: a failure would print both.
                let isSame = answer.body == body
                #expect(isSame)
            }
        }
    }

    @Test func stream_sendsItsPiecesInOrder() throws {
        try withPool(answer: { _ in
            FastCGIResponse(
                status: 200,
                body: .stream { write in
                    for number in 0..<1_000 {
                        try Array("\(number),".utf8).withUnsafeBytes(write)
                    }
                }
            )
        }) { path in
            let answer = try FastCGIClient(socketPath: path).send(parameters: [:])
            let expected = (0..<1_000).map { "\($0)," }.joined()

            #expect(String(decoding: answer.body, as: UTF8.self) == expected)
        }
    }

    @Test func streamThatFails_endsTheConnectionWithoutAnEndOfTheAnswer() throws {
        try withPool(
            .make(threads: 1),
            answer: { request in
                guard request.parameter("FAIL") != nil else { return .text("fine") }
                return FastCGIResponse(
                    status: 200,
                    body: .stream { write in
                        try [UInt8](repeating: 1, count: 100_000).withUnsafeBytes(write)
                        throw StreamFailure()
                    }
                )
            }
        ) { path in
            let client = FastCGIClient(socketPath: path)

            #expect(throws: FastCGIClient.Failure.connectionEnded) {
                _ = try client.send(parameters: ["FAIL": "1"], keepConnection: true)
            }
            let next = try FastCGIClient(socketPath: path).send(parameters: [:])
            #expect(next.status == 200)
        }
    }

    @Test func clientThatLeavesWithinAnAnswer_endsTheStream_andTheWorkerLivesOn() throws {
        let failure = Mutex<(any Error)?>(nil)
        try withPool(
            .make(threads: 1),
            answer: { request in
                guard request.parameter("ENDLESS") != nil else { return .text("fine") }
                return FastCGIResponse(
                    status: 200,
                    body: .stream { write in
                        let piece = [UInt8](repeating: 1, count: 10_000)
                        do {
                            while true { try piece.withUnsafeBytes(write) }
                        } catch {
                            failure.withLock { $0 = error }
                            throw error
                        }
                    }
                )
            }
        ) { path in
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(FastCGIClient.request(["ENDLESS": "1"]))
            client.disconnect()

            let next = try FastCGIClient(socketPath: path).send(parameters: [:])
            #expect(next.body == Array("fine".utf8))
            #expect(failure.withLock { $0 as? FastCGIError } == .connectionLost)
        }
    }

    @Test func clientThatDoesNotReadItsAnswer_isLeftAfterTheTimeout() throws {
        let configuration = WorkerPool.Configuration.make(
            threads: 1,
            ioTimeout: .milliseconds(100)
        )
        let large = [UInt8](repeating: 1, count: 16 << 20)
        try withPool(
            configuration,
            answer: { request in
                guard request.parameter("LARGE") != nil else { return .text("fine") }
                return FastCGIResponse(status: 200, body: .bytes(large))
            }
        ) { path in
            let lazy = FastCGIClient(socketPath: path)
            try lazy.connect()
            try lazy.write(FastCGIClient.request(["LARGE": "1"]))

            #expect(try FastCGIClient(socketPath: path).send(parameters: [:]).status == 200)
            #expect(throws: FastCGIClient.Failure.connectionEnded) { try lazy.readAnswer() }
        }
    }

    @Test func head_getsTheHeadersAndNoBody() throws {
        try withPool(answer: { _ in
            FastCGIResponse(
                status: 200,
                body: .bytes(Array("body".utf8))
            )
        }) { path in
            let client = FastCGIClient(socketPath: path)
            let answer = try client.send(
                parameters: ["REQUEST_METHOD": "HEAD"],
                keepConnection: true
            )

            #expect(answer.headers.map(\.0) == ["Content-Length"])
            #expect(answer.body == [])
            let next = try client.send(parameters: ["REQUEST_METHOD": "GET"])
            #expect(next.body == Array("body".utf8))
        }
    }
}

private struct StreamFailure: Error {}
