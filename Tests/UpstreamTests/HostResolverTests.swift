import Dispatch
import Domain
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import Upstream

/// Name servers that keep silent until a test says so.
@Suite(.timeLimit(.minutes(1)))
struct HostResolverTests {
    /// - Returns: the names that were looked up.
    private func lookUps(
        _ body: (SystemResolver, _ asked: @Sendable () -> [String]) async throws -> Void
    ) async throws -> [String] {
        let names = Mutex<[String]>([])
        let speech = DispatchSemaphore(value: 0)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let resolver = SystemResolver(group: group, threads: 8) { host in
            names.withLock { $0.append(host) }
            if host.hasPrefix("silent") { speech.wait() }
            return ["8.8.8.8"].compactMap { IPAddress($0) }
        }
        let result = await Result { try await body(resolver) { names.withLock { $0 } } }
        for _ in 0..<100 { speech.signal() }
        await resolver.shutdown()
        try? await group.shutdownGracefully()
        try result.get()
        return names.withLock { $0 }
    }

    /// A quarter of the places is a user's, also when the callers have long gone on.
    @Test func silentNamesOfAUser_leavePlacesToOthers() async throws {
        let names = try await lookUps { resolver, asked in
            for name in ["silent1", "silent2"] {
                await #expect(throws: TimedOut.self) {
                    try await resolver.addresses(of: name, for: 1, timeout: .milliseconds(50))
                }
            }
            await #expect(throws: ResolverBusy.self) {
                try await resolver.addresses(of: "third", for: 1, timeout: .milliseconds(50))
            }
            let found = try await resolver.addresses(of: "b", for: 2, timeout: .seconds(30))
            #expect(found.map(\.text) == ["8.8.8.8"])
            #expect(asked() == ["silent1", "silent2", "b"])
        }
        #expect(!names.contains("third"), "its caller is gone")
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
