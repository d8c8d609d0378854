import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// What the admin pages of the plus edition and a relaying gateway read without a check.
    struct AdminClientTests {
        @Test func rowsOfListByIDs_haveEverythingThatIsReadUnguarded() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                var ids = [try await flow.submit("submit/imagine", ["prompt": "a cat"])]
                ids.append(
                    try #require(
                        try await flow.draw("submit/imagine", ["prompt": "b"])["id"]?.string
                    )
                )
                let answer = try await flow.post(
                    "task/list-by-ids",
                    ["ids": .array(ids.map { .string($0) })]
                )
                let rows = try #require(answer.json.array)
                #expect(rows.count == 2)
                for row in rows {
                    for key in ["submitTime", "status", "discordInstanceId"] {
                        #expect(row["displays"]?.object?[key] != nil, "\(key)")
                    }
                    #expect(row["buttons"]?.array != nil)
                    #expect(row["properties"]?.object != nil)
                }
            }
        }

        @Test func ownLists_areBareArrays_inTheirOrder_andOnlyOwn() async throws {
            try await withDemo { demo in
                let flow = Flow(demo: demo)
                let done = try #require(try await flow.draw()["id"]?.string)
                let slow = try await flow.submit("submit/imagine", ["prompt": "[[slow:600]] one"])
                let slower = try await flow.submit("submit/imagine", ["prompt": "[[slow:600]] two"])
                let other = Flow(demo: demo, key: demo["SECOND_API_KEY"])
                _ = try await other.submit("submit/imagine", ["prompt": "[[slow:600]] theirs"])

                func ids(_ path: String) async throws -> [String] {
                    let answer = try await demo.get(path, token: demo["API_KEY"])
                    return (answer.json.array ?? []).compactMap { $0["id"]?.string }
                }
                #expect(try await ids("/mj/task/list") == [slower, slow, done])
                #expect(try await ids("/mj/task/list?p=2&page_size=2") == [done])
                #expect(try await ids("/mj/task/queue") == [slow, slower])
                #expect(try await ids("/mj/task/queue?page_size=1") == [slow])
                #expect(try await demo.get("/mj/task/list").status == 401)
                #expect(
                    try await demo.get("/mj/task/list?page_size=0", token: demo["API_KEY"]).status
                        == 400
                )
            }
        }

        /// It decodes `result` as a text, and finds `"code":22` by a search for these bytes.
        @Test func aRelayingGateway_canReadTheAnswer() async throws {
            try await withDemo(channel: ["--accounts", "1", "--core-size", "1"]) { demo, _ in
                let flow = Flow(demo: demo)
                var texts: [String] = []
                for number in 0..<4 {
                    let answer = try await flow.post(
                        "submit/imagine",
                        ["prompt": .string("[[slow:60]] \(number)")]
                    )
                    texts.append(String(decoding: answer.bytes, as: UTF8.self))
                }
                #expect(texts.allSatisfy { $0.contains(#""result":""#) })
                #expect(texts.contains { $0.contains(#""code":1,"#) })
                #expect(texts.contains { $0.contains(#""code":22,"#) })
                #expect(texts.contains { $0.contains(#""numberOfQueues":1"#) })
            }
        }
    }
}
