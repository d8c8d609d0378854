import Domain
import Testing

@testable import DemoUpstream

@Suite struct OdditiesTests {
    private func task(_ order: String) throws -> DemoTask {
        var simulation = Simulation.make()
        _ = simulation.imagine("cat [[\(order)]]")
        return try #require(simulation.newest)
    }

    /// What each step of IN_PROGRESS shows.
    private func steps(_ task: DemoTask) throws -> [DemoTask.View] {
        let times = try #require(task.times)
        return (0..<7).map { task.view(at: times.progress + Int64($0) * times.step) }
    }

    @Test(arguments: [
        ("backwards", ["0%", "7%", "31%", "23%", "62%", "39%", "93%"]),
        ("repeats", ["0%", "0%", "31%", "31%", "62%", "62%", "93%"]),
        ("early", Array(repeating: "100%", count: 7)),
        ("waiting", Array(repeating: "Waiting to start", count: 7)),
        ("relaxed", Array(repeating: "relaxed", count: 7)),
        ("empty", Array(repeating: "", count: 7)), ("over", Array(repeating: "101%", count: 7)),
        ("null", Array(repeating: nil, count: 7)),
    ]) func progress_isOdd_whileTheTaskRuns(name: String, expected: [String?]) throws {
        let task = try task("progress:\(name)")
        #expect(try steps(task).map(\.progress) == expected)
        #expect(try steps(task).allSatisfy { $0.status == "IN_PROGRESS" })
        #expect(task.view(at: .max).progress == "100%")
    }

    @Test func status_goesBack_isUnknown_orChangesAfterTheEnd() throws {
        let running = "IN_PROGRESS"
        for (name, middle) in [("regress", "SUBMITTED"), ("unknown", "DREAMING")] {
            #expect(
                try steps(task("status:\(name)")).map(\.status) == [
                    running, running, middle, middle, running, running, running,
                ]
            )
        }
        let late = try task("status:lateFailure")
        let finish = try #require(late.times?.finish)
        #expect(late.view(at: finish).status == "SUCCESS")
        #expect(late.view(at: .max).status == "FAILURE")
        #expect(late.json(at: .max)["imageUrl"] == .null)
    }

    @Test(arguments: ["changes", "null", "relative", "otherHost", "expires", "bytes"])
    func thePicture_isAnotherAStepAfterTheEnd(name: String) throws {
        let task = try task("image:\(name)")
        let finish = try #require(task.times?.finish)
        let first = task.json(at: finish)["imageUrl"]
        let later = task.json(at: .max)["imageUrl"]
        switch name {
        case "null": #expect(later == .null)
        case "relative": #expect(later?.string?.hasPrefix("/mj/") == true)
        case "expires", "bytes":
            // The address stays, and tells the gallery when.
            #expect(first == later)
            let moment = String(finish + (task.times?.step ?? 0), radix: 16)
            let name = name == "bytes" ? "new" : "ex"
            #expect(later?.string?.hasSuffix("?\(name)=\(moment)") == true)
        default: #expect(first != later && later?.string?.hasPrefix("http://") == true)
        }
        #expect(first?.string?.hasPrefix("http://h/p/") == true)
    }

    @Test func buttons_areMissing_empty_null_changed_orWithoutIDs() throws {
        func buttons(_ name: String, at now: Int64 = .max) throws -> JSONValue? {
            try task("buttons:\(name)").json(at: now)["buttons"]
        }
        #expect(try buttons("missing") == nil)
        #expect(try buttons("empty") == .array([]))
        #expect(try buttons("null") == .null)
        let finish = try #require(try task("buttons:change").times?.finish)
        #expect(try buttons("change", at: finish)?.array?.count == 9)
        #expect(try buttons("change")?.array?.count == 2)
        let nameless = try #require(try buttons("nullCustomId")?.array)
        #expect(nameless.count == 9)
        #expect(nameless.allSatisfy { $0["customId"] == .null })
    }

    @Test func times_areFast_inSeconds_orTheWrongWayRound() throws {
        let usual = try task("").json(at: .max)
        func time(_ name: String, _ member: String) throws -> Int64? {
            try task("times:\(name)").json(at: .max)[member]?.integer
        }
        let start = try #require(usual["startTime"]?.integer)
        #expect(try time("skew", "startTime") == start + 86_400_000)
        #expect(try time("seconds", "startTime") == start / 1_000)
        #expect(try time("reversed", "finishTime") == start - 1_000)
    }

    @Test(arguments: [
        ("stuck:NOT_START", "NOT_START"), ("stuck:SUBMITTED", "SUBMITTED"),
        ("stuck:IN_PROGRESS", "IN_PROGRESS"), ("stuck", "IN_PROGRESS"),
    ]) func aTask_isStuck_inTheStateThatWasOrdered(order: String, status: String) throws {
        #expect(try task(order).view(at: 1_000_000_000_000).status == status)
    }

    @Test func aTask_failsAfterFiveMinutes_orWithARealReason_orShowsAnyAction() throws {
        let late = try task("timeout")
        let start = try #require(late.times?.start)
        #expect(late.view(at: start + 299_999).status == "IN_PROGRESS")
        #expect(late.view(at: start + 300_000).failReason == "任务超时")
        for name in FailureName.allCases {
            let view = try task("failure:\(name.rawValue)").view(at: .max)
            #expect(view.status == "FAILURE")
            #expect(view.failReason == name.reason)
        }
        #expect(try task("action:SPARKLE").json(at: 0)["action"] == .string("SPARKLE"))
    }
}
