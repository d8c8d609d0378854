import Domain
import Testing

@testable import DemoUpstream

@Suite struct IDFaultTests {
    private func reply(_ fault: IDFault) throws -> (simulation: Simulation, answer: JSONValue) {
        var simulation = Simulation.make()
        _ = simulation.imagine("first")
        let body = JSONValue.object(["prompt": .string("second")])
        let request = SubmitRequest(body: body, idFault: fault)
        let reply = simulation.submit(request, at: 0)
        return (simulation, fault.answer(reply.json))
    }

    @Test func aDuplicate_overwritesTheTaskBefore() throws {
        let (simulation, answer) = try reply(.duplicate)
        #expect(answer["result"] == .string("1689231405853400"))
        #expect(simulation.allTasks.map(\.order.prompt) == ["second"])
    }

    @Test(arguments: [
        (IDFault.long, JSONValue.string("11689231405853401")),
        (.leadingZero, .string("0689231405853401")), (.numeric, .integer(1_689_231_405_853_401)),
        (.null, .null),
    ]) func theTask_isKnownByTheIDThatWasAnswered(fault: IDFault, result: JSONValue) throws {
        let (simulation, answer) = try reply(fault)
        #expect(answer["result"] == result)
        if let id = result.idText { #expect(simulation.task(id)?.order.prompt == "second") }
    }

    @Test func theResult_mayBeMissing() throws {
        let answer = try reply(.missing).answer
        #expect(answer["result"] == nil)
        #expect(answer["code"] == .integer(1))
    }
}
