import Foundation

/// What a list takes while 500 submits wait for a slow channel, beside what it takes without them,
/// in turns: the machine is not always equally fast.
func listsWhileSubmitsWait(_ directory: String) throws -> [BenchmarkResult] {
    let waiting = 500
    let rounds = 4
    let demo = try BenchmarkedDemo(directory: directory, channel: ["--speed", "1"])
    defer { demo.stop() }
    let list = HTTPConnection.request("GET", "/api/mj/self", token: demo["ACCESS_TOKEN"])
    let fetch = try HTTPConnection(port: demo.port)
    try demo.control(
        "POST",
        "/faults",
        #"{"target":"submit","kind":"delay","milliseconds":5000,"count":-1}"#
    )
    let clients = try (0..<waiting).map { _ in try HTTPConnection(port: demo.port) }

    var without = [try lists(list, on: fetch)]
    var during: [Double] = []
    var accepted = 0
    for round in 0..<rounds {
        try demo.control("DELETE", "/requests")
        for (number, client) in clients.enumerated() {
            try client.send(
                HTTPConnection.request(
                    "POST",
                    "/mj/submit/imagine",
                    // By turns, so that no quota runs out.
                    token: demo[round % 2 == 0 ? "API_KEY" : "SECOND_API_KEY"],
                    body: #"{"prompt":"\#(number)"}"#
                )
            )
        }
        // All are accepted, and on their way, when the channel has them.
        try waitForRequests(demo, count: waiting)
        during.append(try lists(list, on: fetch))
        accepted += try clients.count { isAccepted(try $0.receive()) }
        without.append(try lists(list, on: fetch))
    }

    let ratios = zip(during, zip(without, without.dropFirst())).map { 2 * $0 / ($1.0 + $1.1) }
    return [
        BenchmarkResult(
            name: "lists while \(waiting) submits wait, ratio of medians",
            value: median(ratios),
            limit: 1.2,
            detail: """
                \(BenchmarkResult.number(median(during))) ms beside \
                \(BenchmarkResult.number(median(without))) ms in \(rounds) rounds
                """
        ),
        BenchmarkResult(
            name: "submits that were not accepted",
            value: Double(rounds * waiting - accepted),
            limit: 0,
            detail: "each waited 5 s for its channel"
        ),
    ]
}

/// The median of some, in milliseconds.
private func lists(_ request: [UInt8], on connection: HTTPConnection) throws -> Double {
    median(
        try (0..<3_000).map { _ in
            try milliseconds {
                let answer = try connection.exchange(request)
                guard answer.hasPrefix("HTTP/1.1 200") else { throw Unexpected(answer: answer) }
            }
        }
    )
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
