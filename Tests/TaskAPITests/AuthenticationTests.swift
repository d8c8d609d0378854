import Domain
import FastCGI
import Storage
import Testing

@testable import TaskAPI

struct AuthenticationTests {
    @Test(
        arguments: [
            ("/api/mj/self", "sk-user", 200), ("/api/mj/self", "access-user", 200),
            ("/api/mj/self", "sk-unknown", 401), ("/api/mj/self", "", 401),
            ("/api/mj", "sk-administrator", 403), ("/api/mj", "access-user", 403),
            ("/api/mj", "access-administrator", 200), ("/api/mj", "sk-unknown", 401),
            ("/mj/task/1/fetch", "access-user", 403), ("/mj/task/1/fetch", "sk-user", 404),
            ("/mj/task/1/fetch", "sk-unknown", 401), ("/mj/healthz", "", 200),
        ])
    func credential_opensItsOwnRoutes(_ path: String, _ token: String, _ status: Int) throws {
        try TestAPI.run { api in
            // Twice, since the second time the identity comes from Redis.
            for _ in 1...2 {
                let answer = try api.get(path, token: token)

                #expect(answer.status == status)
            }
        }
    }

    @Test(
        arguments: [
            (["Authorization": "Bearer sk-user"], 200), (["Authorization": "sk-user"], 200),
            (["Authorization": "bEARER sk-user"], 200), (["mj-api-secret": "sk-user"], 200),
            (["mj-api-secret": "Bearer sk-user"], 200),
            (["Authorization": "midjourney-proxy", "mj-api-secret": "sk-user"], 200),
            (["Authorization": "", "mj-api-secret": "sk-user"], 200),
            (["Authorization": "Bearer user"], 200), (["mj-api-secret": "user"], 200),
            (["Authorization": "Bearer sk-sk-user"], 401), (["Authorization": "sk-"], 401),
            (["Authorization": "Bearer x", "mj-api-secret": "sk-user"], 401),
            (["Authorization": "Basic c2stdXNlcg=="], 401), ([:], 401),
        ])
    func credential_isTakenFromEitherHeader(_ headers: [String: String], _ status: Int) throws {
        try TestAPI.run { api in
            let answer = try api.get("/api/mj/self", token: nil, headers: headers)

            #expect(answer.status == status)
            #expect((answer.headers["www-authenticate"] != nil) == (status == 401))
        }
    }

    @Test(
        arguments: [("", 0), ("Bearer ", 0), ("", 1), ("word", nil), ("-1", nil)]
            as [(String, Int64?)]
    )
    func newAPIUser_mustNameTheUserOfTheToken(_ prefix: String, _ offset: Int64?) throws {
        try TestAPI.run { api in
            let value = prefix + (offset.map { String(api.user.id + $0) } ?? "")

            let answer = try api.get("/api/mj/self", headers: ["New-Api-User": value])

            #expect(answer.status == (offset == 0 ? 200 : 401))
        }
    }

    @Test func revokedToken_isRefusedAtOnce_alsoWhereItIsCached() throws {
        try TestAPI.run { api in
            let token = try api.addToken("sk-second", .apiKey, of: api.user)
            #expect(try api.get("/api/mj/self", token: "sk-second").status == 200)
            #expect(try api.get("/api/mj/self", token: "sk-second").status == 200)

            try api.store.revokeToken(token.id)

            for _ in 1...2 {
                let answer = try api.get("/api/mj/self", token: "sk-second")
                #expect(answer.status == 401)
                #expect(answer.json["message"]?.string == "the token or its user is disabled")
            }
            #expect(try api.get("/api/mj/self", token: "sk-user").status == 200)
        }
    }

    @Test func token_endsWithItsTime_alsoWhereItIsCached() throws {
        try TestAPI.run { api in
            let end = api.clock.now + 1_000_000
            try api.addToken("sk-short", .apiKey, of: api.user, expiresAt: end)
            #expect(try api.get("/api/mj/self", token: "sk-short").status == 200)

            api.clock.set(end - 1)
            #expect(try api.get("/api/mj/self", token: "sk-short").status == 200)
            api.clock.set(end)

            let answer = try api.get("/api/mj/self", token: "sk-short")
            #expect(answer.status == 401)
            #expect(answer.json["message"]?.string == "the token has expired")
        }
    }

    @Test func networks_areCheckedForEachRequest() throws {
        try TestAPI.run { api in
            let authentication = api.list.context.authentication
            var identity = try api.identity()
            identity.allowedNetworks = ["10.0.0.0/8", "2001:db8::/32"]

            for (address, isAllowed) in [
                ("10.1.1.1", true), ("2001:db8::9", true), ("8.8.8.8", false),
            ] {
                let request = Request(.init(parameters: ["REMOTE_ADDR": address]))
                let check = { try authentication.check(identity, of: request, for: .tasks) }
                if isAllowed {
                    #expect(try check() == identity)
                } else {
                    #expect(throws: Problem.forbidden(.addressNotAllowed)) { try check() }
                }
            }
        }
    }
}
