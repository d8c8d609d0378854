import Domain
import NIOHTTP1
import TestSupport
import Testing

@testable import DemoUpstream

/// What goes wrong, over real HTTP.
@Suite struct DemoUpstreamFaultTests {
    private func fault(_ demo: Demo, _ fault: String) async throws {
        _ = try await demo.control(.POST, "/faults", fault)
    }

    @Test(arguments: ["close", "reset", "lostAnswer", "closeAfterHeaders", "truncate"])
    func connections_end(kind: String) async throws {
        try await Demo.run { demo in
            let grid = try await demo.grid()
            let targets: [(String, HTTPMethod, String, String?)] = [
                ("submit", .POST, "/mj/submit/imagine", #"{"prompt":"cat"}"#),
                ("fetch", .GET, "/mj/task/\(grid)/fetch", nil),
                ("list", .GET, "/mj/task/list", nil),
                ("seed", .GET, "/mj/task/\(grid)/image-seed", nil),
                ("cancel", .POST, "/mj/task/\(grid)/cancel", nil),
                ("image", .GET, "/mj/image-like/9f3c/grid.png", nil),
            ]
            for (target, method, path, body) in targets {
                try await fault(demo, #"{"target":"\#(target)","kind":"\#(kind)"}"#)
                await #expect(throws: (any Error).self) {
                    try await demo.send(method, demo.base + path, body)
                }
                #expect(try await demo.send(method, demo.base + path, body).status == 200)
            }
            // The first was the grid; a submit was carried out twice, or once.
            let count = try await demo.control(.GET, "/tasks").array?.count
            #expect(count == (["close", "reset"].contains(kind) ? 2 : 3))
        }
    }

    @Test(arguments: ["delay", "late", "stall"])
    func answers_areSlow(kind: String) async throws {
        try await Demo.run { demo in
            try await fault(demo, #"{"target":"list","kind":"\#(kind)","milliseconds":300}"#)
            let clock = ContinuousClock()
            let start = clock.now
            #expect(try await demo.json(.GET, demo.base + "/mj/task/list") == .array([]))
            #expect(clock.now - start >= .milliseconds(300))
        }
    }

    @Test func aRequest_mayCarryItsFault() async throws {
        try await Demo.run { demo in
            let url = demo.base + "/mj/submit/imagine"
            let cat = #"{"prompt":"cat"}"#
            func send(_ header: String, _ value: String) async throws -> Demo.Answer {
                try await demo.send(.POST, url, cat, [header: value])
            }
            let details = #"{"kind":"status","status":502,"body":"<html>"}"#
            let page = try await send("x-demo-fault", details)
            #expect(page.status == 502)
            #expect(page.headers.first(name: "content-type") == "text/html")
            let named = try await send("x-demo-fault", "queueFull")
            #expect(try JSONValue.parse(named.body)["code"] == .integer(23))
            let ordered = try await send("x-demo-orders", "[[fail:by header]]")
            let id = try #require(try JSONValue.parse(ordered.body)["result"]?.string)
            try await demo.advance()
            #expect(try await demo.fetch(id)["failReason"] == .string("by header"))
        }
    }

    @Test func aPrompt_mayOrderFaults_ofItsSubmit_andOfLaterReadsOfItsTask() async throws {
        try await Demo.run { demo in
            let other = try await demo.grid()
            let submit = demo.base + "/mj/submit/imagine"
            await #expect(throws: (any Error).self) {
                try await demo.send(.POST, submit, #"{"prompt":"a [[fault:submit:lostAnswer]]"}"#)
            }
            let id = try await demo.grid("b [[fault:fetch:status]]")
            #expect(try await demo.fetch(other)["id"] == .string(other))
            #expect(try await demo.get(demo.base + "/mj/task/\(id)/fetch").status == 500)
            #expect(try await demo.fetch(id)["id"] == .string(id))
            #expect(try await demo.control(.GET, "/tasks").array?.count == 3)
        }
    }

    @Test func tasks_areUnknown_asOrdered_andCancelsIgnored() async throws {
        try await Demo.run { demo in
            let id = try #require(try await demo.imagine(#"{"prompt":"cat"}"#)["result"]?.string)
            let url = demo.base + "/mj/task/\(id)/fetch"
            for (status, body) in [(404, #","status":404"#), (204, #","status":204"#), (200, "")] {
                try await fault(demo, #"{"target":"fetch","kind":"unknownTask"\#(body)}"#)
                let answer = try await demo.get(url)
                #expect(answer.status == status)
                #expect(answer.body.isEmpty)
            }
            try await fault(demo, #"{"target":"list","kind":"unknownTask"}"#)
            #expect(try await demo.json(.GET, demo.base + "/mj/task/list") == .array([]))
            try await fault(demo, #"{"target":"cancel","kind":"ignored"}"#)
            let cancel = demo.base + "/mj/task/\(id)/cancel"
            #expect(try await demo.json(.POST, cancel)["code"] == .integer(1))
            try await demo.advance()
            #expect(try await demo.fetch(id)["status"] == .string("SUCCESS"))
        }
    }

    @Test func aScenario_isAWholeWorld() async throws {
        try await Demo.run { demo in
            _ = try await demo.grid()
            _ = try await demo.control(
                .POST,
                "/scenario",
                #"""
                {"accounts":2,"coreSize":1,"queueSize":0,"frozen":true,
                 "settings":{"profile":"java"},"faults":[{"target":"submit","kind":"numericId"}]}
                """#
            )
            #expect(try await demo.control(.GET, "/tasks") == .array([]))
            #expect(try await demo.control(.GET, "/accounts").array?.count == 2)
            #expect(try await demo.control(.GET, "/clock")["frozen"] == .bool(true))
            let cat = #"{"prompt":"cat"}"#
            #expect(try await demo.imagine(cat)["result"]?.integer == 1_689_231_405_853_400)
            #expect(try await demo.imagine(cat)["code"] == .integer(1))
            let full = try await demo.imagine(cat)
            #expect(full["code"] == .integer(23))
            #expect(full["result"] == .null)
            let unknown = demo.process.controlURL + "/scenario"
            let body = #"{"faults":[{"kind":"explode"}]}"#
            #expect(try await demo.send(.POST, unknown, body).status == 400)
        }
    }

    @Test func theSeed_takesItsTime_andFailsAsOrdered() async throws {
        try await Demo.run { demo in
            let id = try await demo.grid()
            let url = demo.base + "/mj/task/\(id)/image-seed"
            _ = try await demo.control(
                .POST,
                "/settings",
                #"{"seedLatency":200,"seedError":{"status":400,"code":3,"description":"未找到 seed"}}"#
            )
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try await demo.get(url)
            #expect(clock.now - start >= .milliseconds(200))
            #expect(answer.status == 400)
            #expect(try JSONValue.parse(answer.body)["code"] == .integer(3))
            _ = try await demo.control(.POST, "/settings", #"{"seedError":null,"seedLatency":0}"#)
            #expect(try await demo.json(.GET, url)["code"] == .integer(1))
        }
    }

    @Test func bodies_mayBeLarge_andTheLogKeepsTheirBeginning() async throws {
        try await Demo.run { demo in
            let picture = String(repeating: "AAAA", count: 2 << 20)
            let body = #"{"base64Array":["data:image/png;base64,\#(picture)"],"prompt":"cat"}"#
            #expect(try await demo.imagine(body)["code"] == .integer(1))
            let request = try #require(try await demo.control(.GET, "/requests").array?.first)
            #expect(request["size"] == .integer(Int64(body.utf8.count)))
            #expect(request["body"]?.string?.utf8.count == 16 << 10)
        }
    }

    @Test func theControlPlane_listsWhatItCan() async throws {
        try await Demo.run { demo in
            let help = try await demo.get(demo.process.controlURL + "/")
            let text = String(decoding: help.body, as: UTF8.self)
            for route in ControlRoute.all {
                #expect(text.contains("\(route.method) \(route.path)"))
            }
            #expect(text.contains("x-demo-fault"))
            #expect(text == ControlRoute.helpText)
        }
    }
}
