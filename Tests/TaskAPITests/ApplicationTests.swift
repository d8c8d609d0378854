import Domain
import Storage
import Testing

@testable import TaskAPI

struct ApplicationTests {
    @Test func unknownPath_is404_inTheDialectOfItsFamily() throws {
        try TestAPI.run { api in
            let list = try api.get("/api/nothing")
            let relay = try api.get("/mj/nothing")

            #expect(list.status == 404)
            #expect(list.json["success"] == .bool(false))
            #expect(relay.status == 404)
            #expect(relay.json["code"]?.integer == 4)
            #expect(relay.json["properties"] == .object([:]))
        }
    }

    @Test func otherMethod_is405_withAllow() throws {
        try TestAPI.run { api in
            let answer = try api.send("DELETE", "/api/mj/self", token: "sk-user")

            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "GET, HEAD, OPTIONS")
            #expect(answer.json["success"] == .bool(false))
        }
    }

    /// The body stays here: whoever sends the answer says its length and leaves it out.
    @Test func head_isAnsweredAsGet() throws {
        try TestAPI.run { api in
            for target in ["/api/mj/self", "/mj/healthz", "/api/nothing"] {
                let get = try api.get(target)
                let head = try api.send("HEAD", target, token: "sk-user")

                #expect(head.status == get.status)
                #expect(head.headers == get.headers)
                #expect(head.body.count == get.body.count)
                #expect(!get.body.isEmpty)
            }
        }
    }

    @Test(
        arguments: [
            ("en", "p: must be a whole number, at least 1"), ("zh-CN", "p：必须是不小于 1 的整数"),
            ("ja", "p: 1 以上の整数でなければなりません"), ("fr", "p: must be a whole number, at least 1"),
        ])
    func message_isInTheLanguageAskedFor(_ language: String, _ message: String) throws {
        try TestAPI.run { api in
            let answer = try api.get("/api/mj/self?p=0", headers: ["Accept-Language": language])

            #expect(answer.json["message"]?.string == message)
        }
    }

    @Test func preflight_allowsWhatBrowsersSend() throws {
        try TestAPI.run { api in
            let answer = try api.send(
                "OPTIONS",
                "/mj/task/list-by-condition",
                headers: [
                    "Origin": "https://dashboard.example", "Access-Control-Request-Method": "POST",
                ]
            )

            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
            #expect(answer.headers["access-control-allow-origin"] == "*")
            #expect(answer.headers["access-control-allow-methods"] == "POST")
            let allowed = answer.headers["access-control-allow-headers"]?.lowercased() ?? ""
            for name in [
                "content-type", "authorization", "mj-api-secret", "new-api-user",
                "accept-language", "if-none-match",
            ] {
                #expect(allowed.contains(name))
            }
        }
    }

    @Test func listedOrigin_isNamed_andOthersAreNot() throws {
        try TestAPI.run(configure: { $0.allowedOrigins = ["https://a.example"] }) { api in
            for (origin, allowed) in [
                ("https://a.example", "https://a.example"), ("https://b.example", nil),
                ("null", nil),
            ] {
                // An error needs the headers as well: else the page cannot read it.
                for token in ["sk-user", "sk-unknown"] {
                    let answer = try api.get(
                        "/api/mj/self",
                        token: token,
                        headers: ["Origin": origin]
                    )
                    #expect(answer.headers["access-control-allow-origin"] == allowed)
                    #expect(answer.headers["vary"]?.contains("Origin") == true)
                    if allowed != nil {
                        let exposed = answer.headers["access-control-expose-headers"] ?? ""
                        #expect(exposed.contains("ETag") && exposed.contains("Retry-After"))
                    }
                }
            }
        }
    }

    @Test(
        arguments: [("0a1b", "0a1b"), ("a\r\nSet-Cookie: x", nil), ("", nil)] as [(String, String?)]
    )
    func requestID_isEchoed_whenItIsFitForAHeader(_ id: String, _ echoed: String?) throws {
        try TestAPI.run { api in
            let answer = try api.send("GET", "/mj/healthz", parameters: ["REQUEST_ID": id])

            #expect(answer.headers["x-request-id"] == echoed)
        }
    }

    @Test func databaseThatIsGone_is503_withoutDetail() throws {
        try TestAPI.run { api in
            api.store.close()

            let answer = try api.get("/mj/task/1/fetch")

            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] != nil)
            #expect(answer.json["code"]?.integer == 9)
            #expect(
                answer.json["description"]?.string == "temporarily unavailable, please try again"
            )
        }
    }
}
