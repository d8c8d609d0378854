import Domain
import Testing

@testable import DemoUpstream

@Suite struct FaultTests {
    private func fault(_ text: String) throws -> Fault? {
        Fault(try JSONValue.parse(Array(text.utf8)))
    }

    @Test func take_usesUpEachFault_inOrder() throws {
        var plan = FaultPlan()
        plan.add(try #require(try fault(#"{"target":"submit","kind":"close","count":2}"#)))
        let unavailable = try #require(
            try fault(#"{"kind":"status","status":503,"count":-1}"#)
        )
        plan.add(unavailable)
        #expect(plan.take(for: .submit)?.kind == .transport(.close))
        #expect(plan.take(for: .list)?.kind == unavailable.kind)
        #expect(plan.take(for: .submit)?.kind == .transport(.close))
        #expect(plan.take(for: .submit)?.kind == unavailable.kind)
        plan.removeAll()
        #expect(plan.take(for: .submit) == nil)
    }

    @Test(arguments: [
        "{}", #"{"kind":"explode"}"#, #"{"kind":"close","target":"moon"}"#, "[]",
        #"{"kind":"status","status":99}"#,
    ]) func init_isNil_forWhatMakesNoSense(text: String) throws {
        #expect(try fault(text) == nil)
    }

    @Test func everyKindOfTheHelp_isAKind() throws {
        for name in [
            "status", "unauthorized", "queueFull", "noAccount", "failureEnvelope", "garbage",
            "null", "emptyArray", "contentType", "huge", "delay", "late", "close", "reset",
            "lostAnswer", "closeAfterHeaders", "truncate", "stall", "trickle", "duplicateId",
            "numericId", "longId", "leadingZeroId", "missingResult", "nullResult", "orders",
            "unknownTask", "omit", "duplicate", "foreign", "reverse", "ignored",
        ] {
            #expect(Fault.Kind(name, .object([:])) != nil)
            #expect(Fault.Kind.help.contains(name))
        }
    }

    @Test func take_leavesOtherTasksAlone_andFollowsTheSeed() throws {
        var plan = FaultPlan()
        plan.add(try #require(try fault(#"{"target":"fetch","kind":"close","task":"7"}"#)))
        #expect(plan.take(for: .fetch, ids: ["8"]) == nil)
        #expect(plan.take(for: .fetch, ids: ["7"]) != nil)
        #expect(plan.take(for: .fetch, ids: ["7"]) == nil)
        func hits(seed: UInt64) throws -> [Bool] {
            var plan = FaultPlan(seed: seed)
            plan.add(try #require(try self.fault(#"{"kind":"close","probability":0.3}"#)))
            return (0..<1_000).map { _ in plan.take(for: .list) != nil }
        }
        #expect((200..<400).contains(try hits(seed: 1).count { $0 }))
        #expect(try hits(seed: 1) == hits(seed: 1))
        #expect(try hits(seed: 1) != hits(seed: 2))
    }

    @Test func anAnswer_isReplaced_renamed_orPadded() throws {
        let usual = Answer.json(.object(["code": .integer(1)]))
        func answer(_ text: String) throws -> Answer? {
            guard case .answer(let fault) = try fault(text)?.kind else { return nil }
            return fault.answer(usual, .csharp, at: 5)
        }
        #expect(try answer(#"{"kind":"null"}"#)?.bytes == Array("null".utf8))
        #expect(try answer(#"{"kind":"emptyArray"}"#)?.bytes == Array("[]".utf8))
        let renamed = try answer(#"{"kind":"contentType"}"#)
        #expect(renamed?.type == "text/html")
        #expect(renamed?.bytes == usual.bytes)
        let huge = try #require(try answer(#"{"kind":"huge","megabytes":2}"#))
        #expect(huge.bytes.count == usual.bytes.count + 2 << 20)
        #expect(try answer(#"{"kind":"unauthorized"}"#)?.status == 401)
        let envelope = try #require(try answer(#"{"kind":"failureEnvelope"}"#))
        #expect(try JSONValue.parse(envelope.bytes)["success"] == .bool(false))
        let full = try #require(try answer(#"{"kind":"queueFull"}"#))
        #expect(try JSONValue.parse(full.bytes)["code"] == .integer(9))
    }

    @Test func aList_omits_repeats_addsOrReverses() throws {
        var simulation = Simulation.make()
        let ids = (0..<3).map { _ in simulation.grid() }
        let all = simulation.allTasks
        func listed(_ text: String) throws -> [String] {
            let details = try JSONValue.parse(Array(text.utf8))
            let fault = try #require(ListFault(details["kind"]?.string ?? "", details))
            return fault.apply(to: Array(all.suffix(2)), all: all).map(\.id)
        }
        #expect(try listed(#"{"kind":"omit"}"#) == [])
        #expect(try listed(#"{"kind":"omit","ids":["\#(ids[0])"]}"#) == [ids[1]])
        #expect(try listed(#"{"kind":"duplicate"}"#) == [ids[1], ids[0], ids[1], ids[0]])
        #expect(try listed(#"{"kind":"foreign"}"#) == [ids[1], ids[0], ids[2]])
        #expect(try listed(#"{"kind":"reverse"}"#) == [ids[0], ids[1]])
    }
}
