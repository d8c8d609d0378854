import Administration
import Crypto
import Domain
import Foundation
import Storage
import TestSupport
import Testing

extension EndToEndTests {
    /// A client is called back about its task.
    struct CallbackTests {
        private static let allowed = ["--set", "MJTASK_CALLBACK_ALLOWED=127.0.0.1"]

        @Test func theEndIsToldInOrder_signed_withTheTaskThatAFetchShows() async throws {
            let receiver = ScriptedServer { _ in .answer("ok") }
            defer { receiver.stop() }
            try await withDemo(Self.allowed) { demo in
                let flow = Flow(demo: demo)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat", "notifyHook": .string(receiver.url + "/hook?x=1")]
                )
                let task = try await flow.wait(for: id)
                try waitUntil("the callback") {
                    receiver.requests.contains { $0.body.contains(#""status":"SUCCESS""#) }
                }
                let requests = receiver.requests
                #expect(requests.allSatisfy { $0.method == "POST" && $0.path == "/hook?x=1" })
                let bodies = requests.map { (try? JSONValue.parse(Array($0.body.utf8))) ?? .null }
                #expect(bodies.allSatisfy { $0["id"]?.string == id })
                let last = try #require(bodies.last)
                #expect(last["status"]?.string == "SUCCESS")
                #expect(last == task)
                let ranks = bodies.compactMap {
                    TaskStatus(rawValue: $0["status"]?.string ?? "")?.rank
                }
                #expect(ranks == ranks.sorted())
                for request in requests { try check(request, key: demo["API_KEY"]) }
                // The hook is the client's own business.
                #expect(!String(decoding: task.bytes(), as: UTF8.self).contains("notifyHook"))
            }
        }

        /// As a receiver does it: the key is known to it alone, we keep its hash.
        private func check(_ request: ScriptedServer.Request, key: String) throws {
            let header = try #require(request.headers["x-mjtask-signature"])
            let parts = header.split(separator: ",").map {
                $0.split(separator: "=").map(String.init)
            }
            let time = try #require(parts.first { $0[0] == "t" }?[1])
            let signature = try #require(parts.first { $0[0] == "v1" }?[1])
            let hash = SHA256.hash(data: Data(key.utf8)).map { hex($0) }.joined()
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(time).\(request.body)".utf8),
                using: SymmetricKey(data: Data(hash.utf8))
            )
            #expect(code.map { hex($0) }.joined() == signature)
            #expect(request.headers["x-mjtask-delivery"]?.isEmpty == false)
            #expect(request.headers["content-type"]?.hasPrefix("application/json") == true)
        }

        private func hex(_ byte: UInt8) -> String {
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }

        @Test func aReceiverThatWasAway_isToldLater_alsoByAnotherPoller() async throws {
            let isUp = Flag()
            let receiver = ScriptedServer { _ in isUp.isSet ? .answer("ok") : .answer(503, "") }
            defer { receiver.stop() }
            try await withDemo(Self.allowed) { demo in
                let flow = Flow(demo: demo)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat [[fail]]", "notifyHook": .string(receiver.url)]
                )
                _ = try await flow.wait(for: id, "FAILURE")
                try waitUntil("a try") { !receiver.requests.isEmpty }
                try demo.kill("poller")
                isUp.set()
                try waitUntil("the callback", timeout: .seconds(60)) {
                    receiver.requests.last?.body.contains(#""status":"FAILURE""#) == true
                        && receiver.requests.count > 1
                }
                try waitUntil("the queue to be empty") {
                    try demo.withInstallation {
                        try $0.store.callbacks(onlyFailed: false, limit: 10).isEmpty
                    }
                }
            }
        }

        @Test func aPrivateAddress_isNotCalled_unlessItIsNamed() async throws {
            let receiver = ScriptedServer { _ in .answer("ok") }
            defer { receiver.stop() }
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat", "notifyHook": .string(receiver.url)]
                )
                _ = try await flow.wait(for: id)
                try waitUntil("a try that failed") {
                    try demo.withInstallation {
                        try $0.store.callbacks(onlyFailed: false, limit: 10)
                            .contains { !$0.lastError.isEmpty }
                    }
                }
                #expect(receiver.requests.isEmpty)
            }
        }

        @Test func theOperatorsHook_isCalled_whereTheClientNamesNone() async throws {
            let receiver = ScriptedServer { _ in .answer("ok") }
            defer { receiver.stop() }
            try await withDemo(
                Self.allowed + ["--set", "MJTASK_NOTIFY_HOOK=\(receiver.url)/all"]
            ) { demo in
                let flow = Flow(demo: demo)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat", "notifyHook": ""]
                )
                _ = try await flow.wait(for: id)
                try waitUntil("the callback") {
                    receiver.requests.contains { $0.body.contains(#""status":"SUCCESS""#) }
                }
                #expect(receiver.requests.allSatisfy { $0.path == "/all" })
            }
        }

        @Test func cancel_isToldToo() async throws {
            let receiver = ScriptedServer { _ in .answer("ok") }
            defer { receiver.stop() }
            try await withDemo(Self.allowed) { demo in
                let flow = Flow(demo: demo)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "[[slow:600]]", "notifyHook": .string(receiver.url)]
                )
                _ = try await flow.post("task/\(id)/cancel", [:])
                try waitUntil("the callback") {
                    receiver.requests.last?.body.contains(#""status":"CANCEL""#) == true
                }
            }
        }
    }
}
