import Foundation
import Glibc

/// `make bench`: what mjtask costs, each number beside its baseline of the same run. Names as
/// arguments choose some of the benchmarks.
@main
enum Main {
    private static let all: [(name: String, run: @Sendable (String) throws -> [BenchmarkResult])] =
        [
            ("list", { try cachedList($0) }), ("submit", { try submitShare($0) }),
            ("lists", { try listsWhileSubmitsWait($0) }), ("import", { try importShare($0) }),
        ]

    static func main() throws {
        var failures = 0
        let names = CommandLine.arguments.dropFirst()
        for (name, benchmark) in all where names.isEmpty || names.contains(name) {
            let directory = FileManager.default.currentDirectoryPath + "/.build/bench"
            try? FileManager.default.removeItem(atPath: directory)
            try FileManager.default.createDirectory(
                atPath: directory,
                withIntermediateDirectories: true
            )
            let results = try benchmark(directory)
            for result in results {
                print(result.text)
                if !result.isMet { failures += 1 }
            }
        }
        exit(failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE)
    }
}

/// A number, its baseline, and what is promised of the two.
struct BenchmarkResult {
    var name: String
    /// Milliseconds, or a ratio.
    var value: Double
    var limit: Double
    var detail: String

    var isMet: Bool { value <= limit }

    var text: String {
        let mark = isMet ? "ok  " : "MISS"
        return "\(mark) \(name): \(Self.number(value)), limit \(Self.number(limit)) (\(detail))"
    }

    static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

/// Milliseconds that `body` takes.
func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let (seconds, attoseconds) = try clock.measure(body).components
    return Double(seconds) * 1_000 + Double(attoseconds) / 1e15
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[sorted.count / 2]
}
