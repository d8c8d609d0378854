import Domain
import TestSupport
import Testing

extension EndToEndTests {
    struct ReadYourOwnWriteTests {
        @Test func aListThatBeginsAfterASubmit_showsTheTask_fiftyTimesInARow() async throws {
            try await withDemo { demo in
                for number in 1...50 {
                    // So that a page made before the submit is there to be wrongly served.
                    let before = try await demo.list()
                    #expect(before.json["data"]?["total"]?.integer == Int64(number - 1))

                    let id = try await demo.submit("write \(number)")

                    async let list = demo.list()
                    async let everyone = demo.get("/api/mj/", token: demo["ADMIN_ACCESS_TOKEN"])
                    async let task = demo.fetch(id)
                    for page in try await [list, everyone] {
                        #expect(page.json["data"]?["total"]?.integer == Int64(number))
                        let items = page.json["data"]?["items"]?.array
                        #expect(items?.first?["mj_id"]?.string == id)
                    }
                    let fetched = try await task
                    #expect(fetched.json["id"]?.string == id)
                }
            }
        }

        @Test func nobodySeesAnothersTask_andAdministratorsSeeAll() async throws {
            try await withDemo { demo in
                let mine = try await demo.submit("mine")
                let others = try await demo.submit("others", key: demo["SECOND_API_KEY"])

                let list = try await demo.list().json["data"]?["items"]?.array
                let foreign = try await demo.fetch(others)
                let all = try await demo.get("/api/mj/", token: demo["ADMIN_ACCESS_TOKEN"])
                let refused = try await demo.get("/api/mj/", token: demo["ACCESS_TOKEN"])

                #expect(list?.compactMap { $0["mj_id"]?.string } == [mine])
                #expect(foreign.status == 404)
                let items = all.json["data"]?["items"]?.array
                #expect(items?.compactMap { $0["mj_id"]?.string } == [others, mine])
                #expect(refused.status == 403)
            }
        }
    }
}
