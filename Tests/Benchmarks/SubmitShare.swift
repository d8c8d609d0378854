import Foundation
import Glibc

/// The gateway's own share of a submit: the time through nginx and mjtask, less the time straight
/// to the channel; beside it what the disk takes for two bare transactions.
func submitShare(_ directory: String) throws -> [BenchmarkResult] {
    let demo = try BenchmarkedDemo(directory: directory, channel: ["--speed", "1"])
    defer { demo.stop() }
    // Not drawn, so that the two cores belong to submits.
    let body = #"{"prompt":"a cat on a roof [[stuck]]"}"#
    let request = HTTPConnection.request(
        "POST",
        "/mj/submit/imagine",
        token: demo["API_KEY"],
        body: body
    )
    let through = try HTTPConnection(port: demo.port)
    let straight = try HTTPConnection(port: demo.channelPort)
    let disk = try BareTransactions(directory: directory + "/demo")

    var throughTimes: [Double] = []
    var straightTimes: [Double] = []
    var diskTimes: [Double] = []
    for round in 0..<600 {
        let straightTime = try milliseconds { try check(straight.exchange(request)) }
        let throughTime = try milliseconds { try check(through.exchange(request)) }
        let diskTime = milliseconds { disk.commit(2) }
        // The first ones find nothing warm.
        guard round >= 100 else { continue }
        straightTimes.append(straightTime)
        throughTimes.append(throughTime)
        diskTimes.append(diskTime)
    }
    let share = median(zip(throughTimes, straightTimes).map { $0 - $1 })
    let bare = median(diskTimes)
    return [
        BenchmarkResult(
            name: "a submit's own share, ms",
            value: share,
            limit: 1.5 * bare + 1,
            detail: """
                through \(BenchmarkResult.number(median(throughTimes))) ms, straight \
                \(BenchmarkResult.number(median(straightTimes))) ms, two bare \
                write-and-fdatasync \(BenchmarkResult.number(bare)) ms
                """
        )
    ]
}

private func check(_ answer: String) throws {
    guard isAccepted(answer) else { throw Unexpected(answer: answer) }
}

/// Whether the channel draws, or will.
func isAccepted(_ answer: String) -> Bool {
    answer.hasPrefix("HTTP/1.1 200")
        && (answer.contains(#""code":1,"#) || answer.contains(#""code":22,"#))
}

struct Unexpected: Error { let answer: String }

/// A page written and made durable, as a commit of the write-ahead log does at least.
private final class BareTransactions {
    private let descriptor: Int32
    private let page = [UInt8](repeating: 7, count: 4_096)
    private var offset: off_t = 0

    init(directory: String) throws {
        descriptor = open(directory + "/bare", O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw HTTPConnection.Broken() }
    }

    deinit {
        close(descriptor)
    }

    func commit(_ times: Int) {
        for _ in 0..<times {
            let written = pwrite(descriptor, page, page.count, offset)
            precondition(written == page.count && fdatasync(descriptor) == 0, "write a page")
            offset += off_t(page.count)
        }
    }
}
