import Domain
import NIOHTTP1
import TestSupport
import Testing

@testable import DemoUpstream

/// Hooks over real HTTP: a second demo stands in for who is told, and notes what it is told.
@Suite struct DemoUpstreamHookTests {
    private func told(_ receiver: Demo) async throws -> [JSONValue] {
        try await receiver.control(.GET, "/requests").array ?? []
    }

    @Test func changes_arePosted_asTheClockGoes() async throws {
        try await Demo.run { receiver in
            try await Demo.run { demo in
                _ = try await demo.control(.POST, "/clock", #"{"frozen":true}"#)
                let hook = receiver.base + "/mj/notify/secret"
                let body = #"{"prompt":"cat","notifyHook":"\#(hook)"}"#
                let id = try #require(try await demo.imagine(body)["result"]?.string)
                try await demo.advance()
                try await waitUntil("all changes to be told") { () async throws in
                    try await told(receiver).count == 9
                }
                let requests = try await told(receiver)
                #expect(requests.allSatisfy { $0["path"] == .string("/mj/notify/secret") })
                #expect(requests.allSatisfy { $0["method"] == .string("POST") })
                let tasks = try requests.map { request in
                    try JSONValue.parse(Array((request["body"]?.string ?? "").utf8))
                }
                #expect(tasks.allSatisfy { $0["id"] == .string(id) })
                #expect(tasks.first?["status"] == .string("SUBMITTED"))
                #expect(tasks.last?["status"] == .string("SUCCESS"))
                let picture = try #require(tasks.last?["imageUrl"]?.string)
                #expect(try await demo.get(picture).status == 200)
                try await waitUntil("all answers to be noted") { () async throws in
                    try await demo.control(.GET, "/hooks").array?.count == 9
                }
                let log = try await demo.control(.GET, "/hooks").array ?? []
                // Noted, and not tried again.
                #expect(log.allSatisfy { $0["status"] == .integer(404) })
            }
        }
    }

    @Test func aTargetThatIsGone_isNoted_andTheTypeMayBeAnother() async throws {
        try await Demo.run { demo in
            let settings = #"{"notifyHook":"http://127.0.0.1:1/","hookContentType":"text/plain"}"#
            _ = try await demo.control(.POST, "/settings", settings)
            let id = try #require(try await demo.imagine(#"{"prompt":"cat"}"#)["result"]?.string)
            _ = try await demo.control(.POST, "/tasks/\(id)/state", #"{"status":"FAILURE"}"#)
            try await waitUntil("the failure to be told") { () async throws in
                try await demo.control(.GET, "/hooks").array?.count == 1
            }
            let log = try await demo.control(.GET, "/hooks").array ?? []
            #expect(log[0]["status"] == .null)
            #expect(log[0]["error"]?.string?.isEmpty == false)
            #expect(log[0]["key"] == .string("FAILURE:"))
            let url = demo.base + "/mj/task/list"
            _ = try await demo.control(.POST, "/settings", #"{"notifyHook":"\#(url)"}"#)
            _ = try await demo.control(.DELETE, "/requests")
            _ = try await demo.control(
                .POST,
                "/tasks/\(id)/state",
                #"{"status":"FAILURE","progress":"1%"}"#
            )
            try await waitUntil("the new target to be told") { () async throws in
                try await told(demo).count == 1
            }
            let request = try await told(demo)[0]
            #expect(request["headers"]?["content-type"] == .string("text/plain"))
        }
    }
}
