import Foundation

/// A list that is cached, by 32 clients at once, beside a file that nginx serves and beside a
/// responder in C that does nothing. The same bytes each, in turns, so that a machine that slows
/// down slows all three.
func cachedList(_ directory: String) throws -> [BenchmarkResult] {
    let demo = try BenchmarkedDemo(directory: directory, channel: ["--speed", "1"])
    defer { demo.stop() }
    let connection = try HTTPConnection(port: demo.port)
    for number in 0..<20 {
        let submit = HTTPConnection.request(
            "POST",
            "/mj/submit/imagine",
            token: demo["API_KEY"],
            body: #"{"prompt":"cat \#(number), asleep on a roof at night [[stuck]]"}"#
        )
        let answer = try connection.exchange(submit)
        guard isAccepted(answer) else { throw Unexpected(answer: answer) }
    }
    let list = "/api/mj/self"
    let token = demo["ACCESS_TOKEN"]
    let page = try body(of: list, token: token, on: connection)
    let baselines = try Baselines(directory: directory, body: page, threads: 64)
    defer { baselines.stop() }
    let other = try HTTPConnection(port: baselines.port)
    for path in ["/page.json", "/null"] {
        let answer = try body(of: path, token: "", on: other)
        guard answer == page else { throw Unexpected(answer: answer) }
    }

    var speeds: [[Double]] = [[], [], []]
    for round in 0..<8 {
        for turn in 0..<3 {
            let number = (round + turn) % 3
            let speed =
                switch number {
                case 0: try requestsPerSecond(list, demo.port, token: token)
                case 1: try requestsPerSecond("/page.json", baselines.port)
                default: try requestsPerSecond("/null", baselines.port)
                }
            // The first ones find nothing warm.
            if round > 0 { speeds[number].append(speed) }
        }
    }
    func ratio(to baseline: Int) -> Double {
        median(zip(speeds[baseline], speeds[0]).map { $0 / $1 })
    }
    let detail = """
        \(Int(median(speeds[0]))) lists a second of \(page.utf8.count) bytes, \
        \(Int(median(speeds[1]))) files, \(Int(median(speeds[2]))) answers of a null responder
        """
    return [
        BenchmarkResult(
            name: "a cached list, in answers of a C responder that does nothing",
            value: ratio(to: 2),
            limit: 1.75,
            detail: detail
        ),
        BenchmarkResult(
            name: "a cached list, in files that nginx serves",
            value: ratio(to: 1),
            limit: 3,
            detail: detail
        ),
    ]
}

private func body(of path: String, token: String, on connection: HTTPConnection) throws -> String {
    let answer = try connection.exchange(HTTPConnection.request("GET", path, token: token))
    guard answer.hasPrefix("HTTP/1.1 200"), let end = answer.firstRange(of: "\r\n\r\n") else {
        throw Unexpected(answer: answer)
    }
    return String(answer[end.upperBound...])
}

/// By wrk (https://github.com/wg/wrk), on 32 kept connections, for two seconds.
private func requestsPerSecond(_ path: String, _ port: Int, token: String = "") throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/wrk")
    process.arguments = [
        "-t1", "-c32", "-d2s", "-H", "Authorization: Bearer \(token)",
        "http://127.0.0.1:\(port)\(path)",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let line = text.split(separator: "\n").first { $0.hasPrefix("Requests/sec:") }
    guard let speed = line?.split(separator: ":").last.flatMap({ Double($0.trimmed) }),
        !text.contains("Non-2xx")
    else { throw Unexpected(answer: text) }
    return speed
}

extension Substring {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
