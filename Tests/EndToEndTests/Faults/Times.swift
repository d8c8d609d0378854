import Domain
import Foundation
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// 16: what is wrong with a channel's times.
    struct Times {
        private func now() -> Milliseconds { Milliseconds(Date().timeIntervalSince1970 * 1000) }

        @Test func timesThatCannotBe_areHeldToTheTasksLife() async throws {
            try await withDemo(channel: []) { demo, _ in
                let flow = Flow(demo: demo)
                let before = now()
                var ids: [String] = []
                for name in ["skew", "seconds", "reversed"] {
                    for prompt in ["a cat", "a dog [[fail]]"] {
                        let prompt = JSONValue.string("\(prompt) [[times:\(name)]]")
                        ids.append(try await flow.submit("submit/imagine", ["prompt": prompt]))
                    }
                }
                let histories = try await flow.histories(of: ids)
                for history in histories.values {
                    for task in history {
                        let submitted = try #require(task["submitTime"]?.integer)
                        #expect((before...now()).contains(submitted))
                        guard let started = task["startTime"]?.integer, started > 0 else {
                            continue
                        }
                        #expect((submitted...now()).contains(started))
                    }
                    let end = try #require(history.last)
                    let started = try #require(end["startTime"]?.integer)
                    let finished = try #require(end["finishTime"]?.integer)
                    #expect((started...now()).contains(finished))
                }
                let rows = try await demo.list().json["data"]?["items"]?.array ?? []
                #expect(rows.count == ids.count)
                for row in rows {
                    let times = ["submit_time", "start_time", "finish_time"].map {
                        row[$0]?.integer ?? -1
                    }
                    #expect(times == times.sorted())
                    #expect(times[0] >= before / 1000 && times[2] <= now() / 1000)
                }
                #expect(try flow.balance().spent == 150_000)
            }
        }
    }
}
