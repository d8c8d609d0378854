import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// What a command of `mjtask` changes is in force with the next request, in every running
    /// program, whatever it has cached.
    struct AccountsInForceTests {
        /// Statuses of own list, task and submit with the demo user's API key, and of the list with
        /// the access token.
        private func statuses(_ demo: RunningDemo, _ task: String) async throws -> [Int] {
            let key = demo["API_KEY"]
            let body = Array(#"{"prompt":"a cat"}"#.utf8)
            return [
                try await demo.get("/api/mj/self", token: key).status,
                try await demo.get("/mj/task/\(task)/fetch", token: key).status,
                try await demo.send("POST", "/mj/submit/imagine", token: key, body: body).status,
                try await demo.list().status,
            ]
        }

        @Test("B31: a user who is disabled is refused by the very next request, until enabled")
        func disabling_isInForceAtOnce() async throws {
            try await withDemo { demo in
                let task = try await demo.submit("a cat")
                for _ in 0..<3 {
                    // Afterwards all is cached: pages in the process, identities in Redis.
                    #expect(try await statuses(demo, task) == [200, 200, 200, 200])
                    try demo.mjtask("users", "disable", "demo")
                    for _ in 0..<2 {
                        #expect(try await statuses(demo, task) == [401, 401, 401, 401])
                    }
                    try demo.mjtask("users", "enable", "demo")
                }
                #expect(try await statuses(demo, task) == [200, 200, 200, 200])
            }
        }

        @Test("B31: a token that is revoked is refused by the very next request, and no other is")
        func revoking_isInForceAtOnce() async throws {
            try await withDemo { demo in
                let task = try await demo.submit("a cat")
                #expect(try await statuses(demo, task) == [200, 200, 200, 200])
                let tokens = try demo.rows(try demo.mjtask("tokens", "list", "demo", "--json"))
                let key = try #require(tokens.first { $0["kind"] as? String == "api_key" })
                let id = try #require(key["id"] as? Int)
                try demo.mjtask("tokens", "revoke", "\(id)")
                for _ in 0..<2 {
                    #expect(try await statuses(demo, task) == [401, 401, 401, 200])
                }
            }
        }

        @Test("B31: a role that is taken away opens nothing with the very next request")
        func roles_areInForceAtOnce() async throws {
            try await withDemo { demo in
                func everyone() async throws -> Int {
                    try await demo.get("/api/mj/", token: demo["ADMIN_ACCESS_TOKEN"]).status
                }
                for _ in 0..<3 {
                    for _ in 0..<2 { #expect(try await everyone() == 200) }
                    try demo.mjtask("users", "role", "admin", "common")
                    for _ in 0..<2 { #expect(try await everyone() == 403) }
                    try demo.mjtask("users", "role", "admin", "admin")
                }
                #expect(try await everyone() == 200)
            }
        }

        @Test func whereATokenMayBeUsedFrom_isInForceAtOnce() async throws {
            try await withDemo { demo in
                func list() async throws -> Int {
                    try await demo.get("/api/mj/self", token: demo["API_KEY"]).status
                }
                let tokens = try demo.rows(try demo.mjtask("tokens", "list", "demo", "--json"))
                let key = try #require(tokens.first { $0["kind"] as? String == "api_key" })
                let id = "\(try #require(key["id"] as? Int))"
                for _ in 0..<2 { #expect(try await list() == 200) }
                try demo.mjtask("tokens", "limits", id, "--networks", "203.0.113.0/24")
                for _ in 0..<2 { #expect(try await list() == 403) }
                try demo.mjtask("tokens", "limits", id, "--networks", "127.0.0.0/8,::1")
                #expect(try await list() == 200)
            }
        }

        @Test func pricesRatiosAndGroups_countForTheNextSubmit_andNotForThoseBefore() async throws {
            try await withDemo { demo in
                var submitted: [String] = [try await demo.submit("one")]
                try demo.mjtask("prices", "set", "mj_imagine", "60000")
                submitted.append(try await demo.submit("two"))
                try demo.mjtask("groups", "set", "default", "1.5")
                submitted.append(try await demo.submit("three"))
                try demo.mjtask("groups", "add", "gold", "0.5")
                try demo.mjtask("users", "group", "demo", "gold")
                submitted.append(try await demo.submit("four"))

                let items = try await demo.list().json["data"]?["items"]?.array ?? []
                #expect(items.compactMap { $0["mj_id"]?.string } == submitted.reversed())
                #expect(
                    items.compactMap { $0["quota"]?.integer } == [30_000, 90_000, 60_000, 50_000]
                )
                #expect(try demo.mjtask("ledger", "verify").contains("agree"))
            }
        }
    }
}
