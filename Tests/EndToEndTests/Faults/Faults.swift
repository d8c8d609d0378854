import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// What a client sees when its channel misbehaves: a task that ends right, or a refusal that
    /// says why, and never a wrong bill.
    ///
    /// | kind | | suite |
    /// | --- | --- | --- |
    /// | 1 | slow: before the headers, in the middle, byte by byte | `Submits`, `Reads`, `Seeds`, `Pictures` |
    /// | 2 | refused, reset, closed after the headers | `Submits`, `Channels`, `Reads`, `Seeds`, `Pictures` |
    /// | 3 | 5xx, 429, 401, 403, 404; JSON, HTML, nothing | `Submits`, `Channels`, `Reads`, `Seeds`, `Pictures` |
    /// | 4 | no JSON, cut off, other type, `null`, `[]`, huge | `Submits`, `Reads`, `Seeds`, `Pictures` |
    /// | 5 | `{"success":false}` | `Submits`, `Reads`, `Seeds`, `Cancels` |
    /// | 6 | vanished, forgotten after a restart | `Vanishings` |
    /// | 7 | duplicate, numeric, long, leading-zero, missing, null ids | `IDs`, `Submits` |
    /// | 8 | the answer lost after the work was done | `LostSubmits`, `LostAnswerTests` |
    /// | 9 | progress that goes back, repeats, is early, is no number | `States` |
    /// | 10 | states that go back, follow the end, are unknown; unknown actions | `States` |
    /// | 11 | pictures that change, go, move, are refused | `Pictures` |
    /// | 12 | buttons missing, null, changed, without customId | `Buttons` |
    /// | 13 | stuck in each state, the channel's own time-out | `Ends` |
    /// | 14 | reasons of failures | `Ends` |
    /// | 15 | full, no account, 401 in the middle, another secret | `Submits`, `Channels`, `Secrets` |
    /// | 16 | clocks that are wrong | `Times` |
    /// | 17 | lists that omit, reorder, repeat, add | `Reads` |
    /// | 18 | a cancel that is ignored | `Cancels` |
    enum Faults {}
}

extension Flow {
    /// Submits, and expects the code.
    ///
    /// - Returns: the id, where there is one.
    func imagine(
        _ prompt: String,
        code: Int64,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> (id: String, description: String) {
        let answer = try await post("submit/imagine", ["prompt": .string(prompt)])
        #expect(answer.status == 200, "\(prompt)", sourceLocation: sourceLocation)
        #expect(answer.json["code"]?.integer == code, "\(prompt)", sourceLocation: sourceLocation)
        return (
            answer.json["result"]?.string ?? "", answer.json["description"]?.string ?? ""
        )
    }

    /// The picture behind a task's link.
    func picture(of task: JSONValue) async throws -> [UInt8] {
        let link = try #require(task["imageUrl"]?.string)
        #expect(link.hasPrefix(demo["BASE_URL"] + "/mj/image/"))
        let answer = try await demo.get(link)
        #expect(answer.status == 200)
        return answer.bytes
    }

    /// What a client sees of tasks until all have ended: each state that is another than before.
    func histories(of ids: [String]) async throws -> [String: [JSONValue]] {
        var histories: [String: [JSONValue]] = [:]
        try await waitUntil("the ends of all", timeout: .seconds(30)) {
            let tasks = try await demo.tasks(ids)
            for (id, task) in tasks where histories[id]?.last != task {
                histories[id, default: []].append(task)
            }
            return tasks.count == ids.count
                && tasks.values.allSatisfy {
                    TaskWatcher.terminal.contains($0["status"]?.string ?? "")
                }
        }
        return histories
    }

    /// The newest of the user's tasks.
    func newest() async throws -> JSONValue {
        let answer = try await demo.get("/mj/task/list", token: demo["API_KEY"])
        return try #require(answer.json.array?.first)
    }
}

extension Channel {
    /// Its own view of a task of ours, whose id it was sent as `state`.
    func task(_ mjID: String) async throws -> JSONValue {
        try #require(try await tasks().first { $0["state"]?.string == mjID })
    }

    func upstreamID(_ mjID: String) async throws -> String {
        try #require(try await task(mjID)["id"]?.string)
    }

    /// How many faults still wait for their request.
    func pendingFaults() async throws -> Int64? {
        try await send("GET", "/faults").json["faults"]?.integer
    }
}
