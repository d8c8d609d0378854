import FastCGI
import Synchronization
import TestSupport
import Testing

struct FastCGIRequestTests {
    @Test func parameter_isFoundByItsWholeName() throws {
        let parameters = ["A": "1", "AB": "2", "EMPTY": "", "EQUALS": "a=b=c"]
        let found = Mutex<[String?]>([])
        let look = { @Sendable (request: FastCGIRequest) in
            ["A", "AB", "ABC", "EMPTY", "EQUALS", "B", ""].map(request.parameter)
        }
        try withPool(answer: { request in
            found.withLock { $0 = look(request) }
            return .text("")
        }) { path in
            _ = try FastCGIClient(socketPath: path).send(parameters: parameters)
        }

        let expected: [String?] = ["1", "2", nil, "", "a=b=c", nil, nil]
        #expect(found.withLock { $0 } == expected)
        #expect(look(FastCGIRequest(parameters: parameters)) == expected)
    }

    @Test func parameterThatIsNotUTF8_isRepaired() throws {
        let found = Mutex<String?>(nil)
        try withPool(answer: { request in
            found.withLock { $0 = request.parameter("Q") }
            return .text("")
        }) { path in
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(
                FastCGIClient.begin(keepConnection: false)
                    + FastCGIClient.stream(
                        RecordType.parameters,
                        [1, 3, UInt8(ascii: "Q"), 0x61, 0xFF, 0x62]
                    )
                    + FastCGIClient.stream(RecordType.stdin, [])
            )
            _ = try client.readAnswer()
        }

        #expect(found.withLock { $0 } == "a\u{FFFD}b")
    }

    @Test func body_canBeReadOnce() async {
        await #expect(processExitsWith: .failure) {
            let request = FastCGIRequest(parameters: [:], body: [1])
            _ = try request.readBody(limit: 1)
            _ = try request.readBody(limit: 1)
        }
    }
}
