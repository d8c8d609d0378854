import Domain
import Foundation
import Glibc
import Storage
import Supervision
import TestSupport
import Testing

/// A real responder before and after a restore.
@Suite struct RestoredListsTests {
    @Test func aResponderServesTheRestoredList_andNoPageThatWasCachedOfTheReplacedOne() throws {
        try withCommands { mjtask throws in
            let redis = try RedisServer(directory: mjtask.directory)
            defer { redis.stop() }
            try mjtask.setting("MJTASK_REDIS_SOCKET", redis.socketPath)
            _ = try mjtask("users", "add", "ann", "--quota", "5000000")
            let token = try mjtask("tokens", "issue", "ann").output.trimmingCharacters(
                in: .newlines
            )
            func submit() throws {
                try mjtask.withStore { store throws in
                    let submitter = Submitter(
                        user: try store.user(named: "ann"),
                        token: try #require(try store.tokens(userID: nil).first),
                        channel: try store.channels().first ?? store.makeChannel()
                    )
                    _ = try store.makeTask(of: submitter)
                }
            }
            try submit()
            let backup = try mjtask("backup", "one.db")
            #expect(backup.status == 0, "\(backup.errors)")
            try submit()
            try submit()

            let first = try start(mjtask)
            // The second time from the cache.
            for _ in 0..<3 { #expect(try total(token, mjtask) == 3) }
            #expect(try mjtask("restore", "one.db").status == 69, "it runs")
            first.stop()
            let restored = try mjtask("restore", "one.db")
            #expect(restored.status == 0, "\(restored.errors)")

            let second = try start(mjtask)
            defer { second.stop() }
            for _ in 0..<3 { #expect(try total(token, mjtask) == 1) }
            // What is submitted from now on is seen, too: the file of versions is a new one.
            #expect(try mjtask("users", "add", "bob").status == 0)
        }
    }

    private func socket(_ mjtask: CommandRun) -> String { mjtask.directory + "/list.sock" }

    private func start(_ mjtask: CommandRun) throws -> ChildProcess {
        let process = try ChildProcess(
            .init(
                executable: BuiltProgram.path("mjtask-responder"),
                arguments: ["list", "--socket", socket(mjtask)],
                environment: ["MJTASK_SETTINGS": mjtask.settings],
                logFile: mjtask.directory + "/responder.log"
            )
        )
        try waitUntil("the responder to accept") { canConnect(toUnixSocket: socket(mjtask)) }
        return process
    }

    private func total(_ token: String, _ mjtask: CommandRun) throws -> Int? {
        let answer = try FastCGIClient(socketPath: socket(mjtask)).send(
            parameters: [
                "REQUEST_METHOD": "GET", "DOCUMENT_URI": "/api/mj/self", "QUERY_STRING": "",
                "REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer \(token)",
            ]
        )
        let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return (object?["data"] as? [String: Any])?["total"] as? Int
    }
}
