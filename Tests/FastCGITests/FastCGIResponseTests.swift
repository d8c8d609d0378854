import FastCGI
import TestSupport
import Testing

struct FastCGIResponseTests {
    @Test(arguments: [
        (200, "Status: 200 OK"), (413, "Status: 413 Content Too Large"),
        (503, "Status: 503 Service Unavailable"), (599, "Status: 599 Status"),
    ])
    func head_isStatusWithReason_headers_andAnEmptyLine(status: Int, line: String) throws {
        try withPool(answer: { _ in
            FastCGIResponse(status: status, headers: [("A", "1"), ("B", "")])
        }) { path in
            let client = FastCGIClient(socketPath: path)
            try client.connect()
            try client.write(FastCGIClient.request([:]))
            let output = try client.readOutput()

            let head = line + "\r\nA: 1\r\nB: \r\nContent-Length: 0\r\n\r\n"
            #expect(String(decoding: output, as: UTF8.self) == head)
        }
    }

    @Test func headerWithALineBreak_isATrap() async {
        await #expect(processExitsWith: .failure) {
            try withPool(answer: { _ in
                FastCGIResponse(status: 200, headers: [("Location", "/\r\nX-Injected: 1")])
            }) { path in
                _ = try FastCGIClient(socketPath: path).send(parameters: [:])
            }
        }
    }
}
