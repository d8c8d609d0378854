import TestSupport
import Testing

@testable import TaskAPI

struct OpenAPITests {
    /// nginx answers it from the file itself.
    private let description = APIDescription.Operation("GET", "/mj/openapi.json")

    @Test func description_hasEveryRoute_andNoOther() {
        // HEAD goes with GET, without a word of its own.
        let routes = Route.allCases.flatMap { route in
            route.methods.filter { $0 != "HEAD" }
                .map { APIDescription.Operation($0, route.pattern) }
        }

        let operations = APIDescription.shipped.operations

        #expect(operations.subtracting(routes) == [description])
        #expect(Set(routes).subtracting(operations) == [])
    }

    @Test func examplesInTheDescription_areAsItSays() throws {
        #expect(try APIDescription.shipped.wrongExamples() == [])
    }
}
