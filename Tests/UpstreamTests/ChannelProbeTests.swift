import Domain
import TestSupport
import Testing

@testable import Upstream

struct ChannelProbeTests {
    private func probe(_ reply: ScriptedServer.Reply, secret: String = "") async throws
        -> ChannelFinding
    {
        try await withServer({ _ in reply }) { server in
            try await withClient { await $0.probe(.make(server.url, secret: secret)) }
        }
    }

    @Test func aProbe_asksForNoTasks_withTheSecret() async throws {
        try await withServer({ _ in .answer("[]") }) { server in
            try await withClient { client in
                #expect(await client.probe(.make(server.url, secret: "s3cret")) == .works)
                let request = try #require(server.requests.first)
                #expect(request.method == "POST")
                #expect(request.path == "/mj/task/list-by-condition")
                #expect(request.body == #"{"ids":[]}"#)
                #expect(request.headers["mj-api-secret"] == "s3cret")
                #expect(server.requests.count == 1)
            }
        }
    }

    private static let findings: [(ScriptedServer.Reply, ChannelFinding)] = [
        (.answer(200, ""), .works),
        (.answer(204, ""), .works),
        (.answer(401, ""), .wrongSecret),
        (.answer(403, "<html>"), .wrongSecret),
        (.answer(503, ""), .failing("status 503")),
        (.answer(404, "<html>"), .notAChannel("status 404")),
        (.answer(302, ""), .notAChannel("status 302")),
        (
            .answer(#"{"code":1}"#),
            .notAChannel("answers with something else than a list of tasks")
        ),
        (.answer("<html>"), .notAChannel("status 200, no JSON")),
    ]

    @Test(arguments: findings.indices)
    func whatAnswers_isFoundOut(index: Int) async throws {
        let (reply, finding) = Self.findings[index]
        #expect(try await probe(reply) == finding)
    }

    @Test func whoDoesNotAnswer_isUnreachable() async throws {
        let server = ScriptedServer { _ in .silence }
        let url = server.url
        server.stop()
        let finding = try await withClient { await $0.probe(.make(url)) }
        guard case .unreachable = finding else {
            Issue.record("\(finding)")
            return
        }
        #expect(
            try await withClient { await $0.probe(.make("")) } == .unreachable("not an address")
        )
    }
}
