import Domain
import FastCGI
import Testing

@testable import TaskAPI

struct RequestTests {
    private func request(_ path: String) -> Request {
        Request(FastCGIRequest(parameters: ["DOCUMENT_URI": path], body: []))
    }

    @Test(
        arguments: [
            ("/fast/mj/submit/imagine", SpeedMode.fast), ("/mj-fast/mj/submit/imagine", .fast),
            ("/relax/mj/submit/imagine/", .relax), ("/mj-relax/mj/submit/imagine", .relax),
            ("/turbo/mj/submit/imagine", .turbo), ("/mj-turbo/mj/submit/imagine", .turbo),
            ("/mj/submit/imagine", nil),
        ] as [(String, SpeedMode?)]
    )
    func modeInFront_isTakenOff(_ path: String, _ mode: SpeedMode?) {
        #expect(request(path).mode == mode)
        #expect(request(path).path == "/mj/submit/imagine")
    }

    @Test(
        arguments: [
            "/slow/mj/submit/imagine", "/FAST/mj/submit/imagine", "/mj-fast", "/fast/mj",
            "/mj-/mj/submit/imagine", "/fast/fast/mj/submit/imagine", "/fast/api/mj/self",
            "/fastmj/submit/imagine", "/mj-fast/mj-fast/mj/submit/imagine",
        ])
    func otherFirstSegments_areNoRoute(_ path: String) {
        let request = request(path)

        for part in Application.Part.allCases {
            #expect(throws: Problem.notFound(.unknownPath)) {
                try Router(part: part).match(method: "POST", path: request.path)
            }
        }
    }
}
