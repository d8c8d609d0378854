import Testing

@testable import TaskAPI

struct RouterTests {
    private let list = Router(part: .list)
    private let relay = Router(part: .relay)

    @Test(
        arguments: [
            ("GET", "/api/mj", Expected(route: .everyonesList, id: nil)),
            ("GET", "/api/mj/self", Expected(route: .ownList, id: nil)),
            ("HEAD", "/api/mj/self", Expected(route: .ownList, id: nil)),
            ("GET", "/mj/task/12/fetch", Expected(route: .fetchTask, id: "12")),
            ("POST", "/mj/task/list-by-condition", Expected(route: .listByCondition, id: nil)),
            ("GET", "/mj/healthz", Expected(route: .health, id: nil)),
            ("GET", "/mj/image/a%20b", Expected(route: .picture, id: "a%20b")),
            ("OPTIONS", "/mj/image/1", Expected(route: .picture, id: "1")),
        ])
    func knownPath_findsItsRoute(_ method: String, _ path: String, _ expected: Expected) throws {
        let match = try list.match(method: method, path: path)

        #expect(match == Router.Match(route: expected.route, id: expected.id))
    }

    @Test(
        arguments: [
            "", "/", "/api", "/api/mjx", "/api/mj/self/x", "/mj", "/mj/task//fetch",
            "/mj/task/1/2/fetch", "/mj/task/1/fetch/x", "/mj/image", "/mj/submit/imagine",
            "mj/healthz", "/MJ/healthz", "/mj//healthz",
        ])
    func unknownPath_is404_whateverTheMethod(_ path: String) {
        for method in ["GET", "POST", "OPTIONS", "BREW"] {
            #expect(throws: Problem.notFound(.unknownPath)) {
                try list.match(method: method, path: path)
            }
        }
    }

    @Test(arguments: ["POST", "DELETE", "get", "", "TRACE"])
    func otherMethod_is405_andNamesTheOnesThereAre(_ method: String) {
        let problem = #expect(throws: Problem.self) {
            try list.match(method: method, path: "/api/mj/self")
        }

        #expect(problem?.status == 405)
        #expect(problem?.allow == ["GET", "HEAD", "OPTIONS"])
    }

    @Test func relay_knowsItsOwnRoutesOnly() throws {
        let match = try relay.match(method: "POST", path: "/mj/submit/imagine")

        #expect(match.route == .imagine)
        #expect(throws: Problem.notFound(.unknownPath)) {
            try relay.match(method: "GET", path: "/api/mj/self")
        }
    }

    @Test(
        arguments: [
            ("/mj/submit/imagine", Route.imagine), ("/mj/submit/describe", .describe),
            ("/mj/submit/shorten", .shorten), ("/mj/submit/blend", .blend),
            ("/mj/submit/edits", .edits), ("/mj/submit/edit", .edit),
            ("/mj/submit/video", .video), ("/mj/submit/upload-discord-images", .uploadPictures),
            ("/mj/insight-face/swap", .swapFace),
        ])
    func everySubmit_isTheRelays_andTakesPOSTOnly(_ path: String, _ route: Route) throws {
        let problem = #expect(throws: Problem.self) { try relay.match(method: "GET", path: path) }

        #expect(try relay.match(method: "POST", path: path).route == route)
        #expect(problem?.allow == ["POST", "OPTIONS"])
        #expect(throws: Problem.notFound(.unknownPath)) {
            try list.match(method: "POST", path: path)
        }
    }

    struct Expected: Sendable {
        let route: Route
        let id: String?
    }
}
