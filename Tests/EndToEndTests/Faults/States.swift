import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What is odd about the states and the progress that a channel shows.
    struct States {
        /// What each client may rely on.
        private func check(_ history: [JSONValue], _ name: String) {
            let ranks = history.compactMap {
                TaskStatus(rawValue: $0["status"]?.string ?? "")?.rank
            }
            #expect(ranks.count == history.count, "\(name)")
            #expect(ranks == ranks.sorted(), "\(name)")
            var last = 0
            for task in history {
                let text = task["progress"]?.string ?? ""
                let percent = text.hasSuffix("%") ? Int(text.dropLast()) : nil
                let status = task["status"]?.string
                if status == "FAILURE" { continue }
                #expect(percent != nil || text.isEmpty, "\(name): \(text)")
                #expect((percent ?? 0) >= last, "\(name): \(text)")
                #expect((percent == 100) == (status == "SUCCESS"), "\(name): \(text)")
                last = percent ?? last
            }
        }

        /// 9
        @Test func oddProgress_neverGoesBack_isAlwaysANumber_and100OnlyWithSuccess() async throws {
            try await withDemo(channel: []) { demo, _ in
                let flow = Flow(demo: demo)
                let names = [
                    "backwards", "repeats", "early", "waiting", "relaxed", "null", "empty", "over",
                ]
                var ids: [String: String] = [:]
                for name in names {
                    let prompt = JSONValue.string("a cat [[progress:\(name)]] [[slow:3]]")
                    ids[try await flow.submit("submit/imagine", ["prompt": prompt])] = name
                }
                for (id, history) in try await flow.histories(of: Array(ids.keys)) {
                    check(history, ids[id] ?? "")
                    #expect(history.last?["status"]?.string == "SUCCESS")
                    #expect(history.contains { $0["status"]?.string == "IN_PROGRESS" })
                }
                #expect(try flow.balance().spent == Int64(names.count) * 50_000)
            }
        }

        /// 10
        @Test func statesThatGoBack_orAreUnknown_areNotShown() async throws {
            try await withDemo(channel: []) { demo, _ in
                let flow = Flow(demo: demo)
                var ids: [String: String] = [:]
                for order in ["status:regress", "status:unknown", "action:DAYDREAM"] {
                    let prompt = JSONValue.string("a cat [[\(order)]] [[slow:3]]")
                    ids[try await flow.submit("submit/imagine", ["prompt": prompt])] = order
                }
                for (id, history) in try await flow.histories(of: Array(ids.keys)) {
                    check(history, ids[id] ?? "")
                    #expect(history.last?["status"]?.string == "SUCCESS")
                    #expect(history.allSatisfy { $0["action"]?.string == "IMAGINE" })
                }
                #expect(try flow.balance().spent == 150_000)
            }
        }

        /// 10
        @Test func aFailureAfterSuccess_changesNothing_andIsNotPaidBack() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                let id = try await flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat [[status:lateFailure]] [[slow:4]]"]
                )
                let task = try await flow.wait(for: id)
                try await waitUntil("the channel to say so") {
                    try await channel.task(id)["status"]?.string == "FAILURE"
                }
                // Another goes through all of us meanwhile.
                _ = try await flow.draw()
                #expect(try await flow.fetch(id) == task)
                #expect(try flow.balance().spent == 100_000)
            }
        }

        /// 10: and no hook that repeats itself, comes late or out of order.
        @Test func hooksOutOfOrder_twice_orLate_changeNothing() async throws {
            try await withDemo(channel: []) { demo, channel in
                try await channel.set(
                    #"{"hookReorder":true,"hookDuplicate":true,"hookTerminalTwice":true,"#
                        + #""hookParallel":true,"hookContentType":"text/plain"}"#
                )
                let flow = Flow(demo: demo)
                let ids = [
                    try await flow.submit("submit/imagine", ["prompt": "a cat [[slow:1]]"]),
                    try await flow.submit("submit/imagine", ["prompt": "a dog [[fail:no]]"]),
                ]
                let histories = try await flow.histories(of: ids)
                for (id, history) in histories { check(history, id) }
                _ = try await flow.draw()
                for id in ids { #expect(try await flow.fetch(id) == histories[id]?.last) }
                #expect(try flow.balance().spent == 100_000)
            }
        }
    }
}
