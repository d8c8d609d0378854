import Domain
import Testing

@testable import DemoUpstream

@Suite struct SubmitFieldsTests {
    private func mode(_ path: SpeedMode?, _ modes: String, _ prompt: String) throws -> SpeedMode? {
        let body = try JSONValue.parse(Array(#"{"accountFilter":{"modes":\#(modes)}}"#.utf8))
        return SubmitFields(SubmitRequest(body: body, mode: path), prompt: prompt).mode
    }

    @Test func thePathGoesBeforeTheFilter_andTheFilterBeforeThePrompt() throws {
        #expect(try mode(.turbo, #"["RELAX"]"#, "cat --fast") == .turbo)
        #expect(try mode(nil, #"["RELAX","FAST"]"#, "cat --fast") == .relax)
        #expect(try mode(nil, "[]", "cat --ar 1:1 --fast") == .fast)
        #expect(try mode(nil, "null", "cat") == nil)
    }

    @Test func aSubmit_runsOnTheAccountThatItNames() throws {
        var simulation = Simulation.make(accounts: 3)
        let wanted = simulation.accounts[2].id
        let body = #"{"prompt":"cat","accountFilter":{"instanceId":"\#(wanted)"}}"#
        try simulation.submit(.imagine, body)
        #expect(simulation.newest?.accountID == wanted)
        let unknown = #"{"prompt":"cat","accountFilter":{"instanceId":"1"}}"#
        #expect(try simulation.submit(.imagine, unknown) == .noAccount)
    }
}
