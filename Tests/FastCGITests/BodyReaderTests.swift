import FastCGI
import Synchronization
import TestSupport
import Testing

struct BodyReaderTests {
    private let body = [UInt8](repeating: 5, count: 100_000)

    @Test func readBody_takesABodyOfTheLimit_andRefusesOneByteMore() throws {
        let exact = FastCGIRequest(parameters: ["CONTENT_LENGTH": "100000"], body: body)
        #expect(try exact.readBody(limit: 100_000) == body)

        for parameters in [["CONTENT_LENGTH": "100000"], [:], ["CONTENT_LENGTH": ""]] {
            let request = FastCGIRequest(parameters: parameters, body: body)
            #expect(throws: FastCGIError.bodyTooLarge(limit: 99_999)) {
                try request.readBody(limit: 99_999)
            }
        }
    }

    @Test func readBody_refusesWhatIsAnnounced_beforeItReadsAnything() throws {
        let request = FastCGIRequest(parameters: ["CONTENT_LENGTH": "11"], body: [])

        #expect(throws: FastCGIError.bodyTooLarge(limit: 10)) { try request.readBody(limit: 10) }
    }

    @Test(arguments: ["-1", "+5", "abc", "1e3", "5 ", "0x5", "٥"])
    func contentLengthThatIsNoNumber_isAnIncompleteBody(text: String) throws {
        let request = FastCGIRequest(parameters: ["CONTENT_LENGTH": text], body: [1, 2, 3, 4, 5])

        #expect(throws: FastCGIError.bodyIncomplete(expected: 0, received: 0)) {
            try request.readBody(limit: 10)
        }
    }

    @Test(arguments: ["9223372036854775808", "99999999999999999999999999999999"])
    func contentLengthBeyondAllNumbers_isTooLarge(text: String) throws {
        let request = FastCGIRequest(parameters: ["CONTENT_LENGTH": text], body: [])

        #expect(throws: FastCGIError.bodyTooLarge(limit: .max - 1)) {
            try request.readBody(limit: .max - 1)
        }
    }

    @Test func contentLengthThatDiffersFromTheBody_isAnIncompleteBody() throws {
        for announced in [99_999, 100_001] {
            let request = FastCGIRequest(
                parameters: ["CONTENT_LENGTH": String(announced)],
                body: body
            )
            let expected = FastCGIError.bodyIncomplete(expected: announced, received: 100_000)
            #expect(throws: expected) { try request.readBody(limit: 1 << 20) }
        }
    }

    @Test func readBody_inPieces_givesTheSameBytes() throws {
        let request = FastCGIRequest(parameters: [:], body: body)
        var pieces = 0
        var read: [UInt8] = []
        try request.readBody(limit: 1 << 20) { piece in
            pieces += 1
            read += piece
        }

        #expect(read == body)
        #expect(pieces > 1)
    }

    @Test func readBody_endsWithTheErrorOfItsConsumer() throws {
        struct Full: Error {}
        let request = FastCGIRequest(parameters: [:], body: body)

        #expect(throws: Full.self) { try request.readBody(limit: 1 << 20) { _ in throw Full() } }
    }

    @Test func bodyThatIsTooLarge_isDrained_andTheConnectionGoesOn() throws {
        try withPool(
            .make(threads: 1),
            answer: { request in
                do {
                    return .text("\(try request.readBody(limit: 30_000).count)")
                } catch {
                    return .text("\(error)", status: 413)
                }
            }
        ) { path in
            let client = FastCGIClient(socketPath: path)
            // Announced, or, with an empty CONTENT_LENGTH, not.
            for parameters in [[:], ["CONTENT_LENGTH": ""]] {
                let refused = try client.send(
                    parameters: parameters,
                    body: .init(repeating: 1, count: 10 << 20),
                    keepConnection: true
                )
                #expect(refused.status == 413)
                let taken = try client.send(
                    parameters: [:],
                    body: .init(repeating: 1, count: 30_000),
                    keepConnection: true
                )
                #expect(taken.body == Array("30000".utf8))
            }
        }
    }
}
