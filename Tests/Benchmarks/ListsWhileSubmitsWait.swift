import Foundation

/// What a list takes while 500 submits wait for a slow channel, beside what it takes without them.
func listsWhileSubmitsWait(_ directory: String) throws -> [BenchmarkResult] {
    let waiting = 500
    let demo = try BenchmarkedDemo(directory: directory, channel: ["--speed", "1"])
    defer { demo.stop() }
    let list = HTTPConnection.request("GET", "/api/mj/self", token: demo["ACCESS_TOKEN"])
    let fetch = try HTTPConnection(port: demo.port)

    let before = try lists(list, on: fetch)
    try demo.control(
        "POST",
        "/faults",
        #"{"target":"submit","kind":"delay","milliseconds":20000,"count":-1}"#
    )
    let clients = try (0..<waiting).map { number in
        let client = try HTTPConnection(port: demo.port)
        try client.send(
            HTTPConnection.request(
                "POST",
                "/mj/submit/imagine",
                token: demo["API_KEY"],
                body: #"{"prompt":"\#(number)"}"#
            )
        )
        return client
    }
    // All are accepted, and on their way, when the channel has them.
    try waitForRequests(demo, count: waiting)
    let during = try lists(list, on: fetch)
    let accepted = try clients.count { isAccepted(try $0.receive()) }
    let after = try lists(list, on: fetch)

    let baseline = median(before + after)
    return [
        BenchmarkResult(
            name: "lists while \(waiting) submits wait, ratio of medians",
            value: median(during) / baseline,
            limit: 1.2,
            detail: """
                \(BenchmarkResult.number(median(during))) ms beside \
                \(BenchmarkResult.number(baseline)) ms, \(accepted) of the submits accepted
                """
        ),
        BenchmarkResult(
            name: "submits that were not accepted",
            value: Double(waiting - accepted),
            limit: 0,
            detail: "each waited 20 s for its channel"
        ),
    ]
}

private func lists(_ request: [UInt8], on connection: HTTPConnection) throws -> [Double] {
    try (0..<2_000).map { _ in
        try milliseconds {
            let answer = try connection.exchange(request)
            guard answer.hasPrefix("HTTP/1.1 200") else { throw Unexpected(answer: answer) }
        }
    }
}

private func waitForRequests(_ demo: BenchmarkedDemo, count: Int) throws {
    let deadline = ContinuousClock.now + .seconds(15)
    let control = try HTTPConnection(port: demo.controlPort)
    while ContinuousClock.now < deadline {
        let answer = try control.exchange(HTTPConnection.request("GET", "/requests", token: ""))
        if answer.components(separatedBy: "/mj/submit/imagine").count > count { return }
        usleep(100_000)
    }
    throw Unexpected(answer: "the channel has not been asked \(count) times")
}
