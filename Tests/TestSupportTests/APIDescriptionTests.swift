import Domain
import TestSupport
import Testing

/// That the judge of all end-to-end tests finds what is wrong.
struct APIDescriptionTests {
    private static let refusal = #"{"code":4,"description":"no","result":null,"properties":{}}"#
    private static let accepted = #"{"code":1,"description":"ok","result":"17","properties":{}}"#

    private func problems(
        _ method: String,
        _ path: String,
        _ status: Int,
        _ body: String,
        type: String? = "application/json; charset=utf-8"
    ) -> [String] {
        APIDescription.shipped.problems(
            method: method,
            path: path,
            status: status,
            contentType: type,
            body: Array(body.utf8)
        )
    }

    @Test(arguments: [
        ("POST", "/mj/submit/imagine", 200, accepted), ("GET", "/mj/task/17/fetch", 404, refusal),
        ("POST", "/mj-fast/mj/submit/imagine/", 200, accepted), ("GET", "/mj/task/list", 200, "[]"),
        ("GET", "/api/mj/", 401, #"{"success":false,"message":"no"}"#),
        ("GET", "/mj/nothing", 404, refusal), ("DELETE", "/mj/submit/imagine", 405, refusal),
        ("GET", "/fast/api/mj/self", 404, "<html>"), ("GET", "/", 302, "<html>"),
        ("HEAD", "/mj/task/17/fetch", 200, ""),
        ("GET", "/mj/task/17/fetch", 304, ""), ("OPTIONS", "/mj/submit/imagine", 204, ""),
    ])
    func answerAsDescribed_hasNoProblem(
        _ method: String,
        _ path: String,
        _ status: Int,
        _ body: String
    ) {
        #expect(problems(method, path, status, body) == [])
    }

    @Test(arguments: [
        ("GET", "/mj/nothing", 200, accepted), ("GET", "/slow/mj/task/list", 200, "[]"),
        ("GET", "/fast/mj/openapi.json", 200, "{}"), ("PUT", "/mj/submit/imagine", 200, accepted),
        ("POST", "/mj/submit/imagine", 201, accepted),
        ("POST", "/mj/submit/imagine", 200, refusal + "x"),
        ("POST", "/mj/submit/imagine", 200, ""), ("POST", "/mj/submit/imagine", 400, accepted),
        ("POST", "/mj/submit/imagine", 200, refusal.replacing("null", with: "7")),
        ("GET", "/mj/task/17/fetch", 200, "{}"), ("GET", "/mj/task/17/fetch", 200, "null"),
        ("GET", "/mj/task/17/fetch", 304, "{}"), ("HEAD", "/mj/task/17/fetch", 200, "{}"),
        ("GET", "/api/mj/self", 401, refusal),
        ("GET", "/mj/nothing", 404, #"{"success":false,"message":"no"}"#),
        ("GET", "/mj/nothing", 500, refusal), ("GET", "/mj/nothing", 404, "<html>"),
        ("GET", "/fast/mj/nothing", 404, "<html>"), ("GET", "/", 200, "<html>"),
        ("OPTIONS", "/mj/submit/imagine", 200, accepted),
    ])
    func answerThatIsNot_hasOne(_ method: String, _ path: String, _ status: Int, _ body: String) {
        #expect(!problems(method, path, status, body).isEmpty)
    }

    @Test(arguments: [nil, "", "text/html", "application/jsonx"])
    func answerOfAnotherType_hasAProblem(_ type: String?) {
        #expect(!problems("GET", "/mj/task/list", 200, "[]", type: type).isEmpty)
    }

    @Test func picturesMayBeOfAnyType_butNothingElse() {
        let path = "/mj/image/17"
        #expect(problems("GET", path, 200, "\u{1}", type: "image/png") == [])
        #expect(problems("GET", path, 206, "\u{1}", type: "video/mp4") == [])
        #expect(!problems("GET", path, 200, "\u{1}", type: "text/html").isEmpty)
    }
}
