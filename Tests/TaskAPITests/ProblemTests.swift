import FastCGI
import Storage
import Testing

@testable import TaskAPI

struct ProblemTests {
    @Test func api_saysFailureAndMessage() {
        let body = Dialect(path: "/api/mj").body(
            of: .invalid("p", .wholeNumber(from: 1, to: nil)),
            in: .english
        )

        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"success":false,"message":"p: must be a whole number, at least 1"}"#
        )
    }

    @Test func mj_saysCodeDescriptionAndProperties() {
        let body = Dialect(path: "/mj/task/1/fetch").body(
            of: .notFound(.taskNotFound),
            in: .chinese
        )

        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"code":4,"description":"任务不存在","result":null,"properties":{}}"#
        )
    }

    @Test(
        arguments: [
            ("/api", .api), ("/api/mj/self", .api), ("/apix", .mj), ("/mj/submit/imagine", .mj),
            ("/", .mj),
        ] as [(String, Dialect)]
    )
    func dialect_followsThePath(_ path: String, _ dialect: Dialect) {
        #expect(Dialect(path: path) == dialect)
    }

    @Test func storageThatIsBusy_is503WithARetry() throws {
        let problem = try #require(
            Problem(StorageError.failed(operation: "read", code: 5, reason: "database is locked"))
        )

        #expect(problem.status == 503)
        #expect(problem.retryAfter != nil)
    }

    @Test func bodyTooLarge_is413() {
        #expect(Problem(FastCGIError.bodyTooLarge(limit: 10))?.status == 413)
        #expect(Problem(FastCGIError.bodyIncomplete(expected: 2, received: 1))?.status == 400)
    }

    @Test func errorNobodyForesaw_hasNoProblem() {
        #expect(Problem(StorageError.notFound(what: "secret")) == nil)
        #expect(Problem(CancellationError()) == nil)
    }
}
