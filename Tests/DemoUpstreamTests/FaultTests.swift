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
}
