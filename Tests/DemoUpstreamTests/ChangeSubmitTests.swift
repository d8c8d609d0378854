import Domain
import Testing

@testable import DemoUpstream

@Suite struct ChangeSubmitTests {
    private static let end: Int64 = 1_000_000

    private func finished(_ profile: Profile = .java) -> (Simulation, String) {
        var simulation = Simulation.make(coreSize: 10, profile)
        let id = simulation.grid()
        return (simulation, id)
    }

    @Test(arguments: [
        (#""action":"UPSCALE","index":3"#, "UPSCALE", "U3"),
        (#""action":"VARIATION","index":1"#, "VARIATION", "V1"),
        (#""action":"REROLL""#, "REROLL", "R"), (#""action":"REROLL","index":1"#, "REROLL", "R"),
    ]) func change_isTheSameAsTheButton(more: String, action: String, text: String) throws {
        var (simulation, id) = finished()
        try simulation.submit(.change, #"{"taskId":"\#(id)",\#(more)}"#, at: Self.end)
        let task = try #require(simulation.newest)
        #expect(task.order.action.rawValue == action)
        #expect(task.order.description(task.id) == "/up \(id) \(text)")
        #expect(task.json(at: Self.end, .java)["buttons"] == nil)
    }

    @Test(arguments: [
        ("{}", "taskId不能为空"), (#"{"taskId":"ID"}"#, "action参数错误"),
        (#"{"taskId":"ID","action":"IMAGINE"}"#, "action参数错误"),
        (#"{"taskId":"ID","action":"UPSCALE","index":5}"#, "index参数错误"),
        (#"{"taskId":"1","action":"REROLL"}"#, "关联任务不存在或已失效"),
    ]) func change_isChecked(body: String, description: String) throws {
        var (simulation, id) = finished()
        let body = body.split(separator: "ID", omittingEmptySubsequences: false).joined(
            separator: id
        )
        let reply = try simulation.submit(.change, body, at: Self.end)
        #expect(reply.json["description"] == .string(description))
    }

    @Test func change_wantsAFinishedGrid() throws {
        var (simulation, id) = finished()
        let upscale = #"{"taskId":"\#(id)","action":"UPSCALE","index":1}"#
        #expect(try simulation.submit(.change, upscale, at: 1) == .refused(code: 4, "关联任务状态错误"))
        let single = try #require(try simulation.submit(.change, upscale, at: Self.end).id)
        let again = #"{"taskId":"\#(single)","action":"UPSCALE","index":1}"#
        #expect(
            try simulation.submit(.change, again, at: 2 * Self.end)
                == .refused(code: 4, "关联任务不允许执行变化")
        )
    }

    @Test(arguments: [
        ("U2", "UPSCALE"), ("u2", "UPSCALE"), ("U2xyz", "UPSCALE"), ("V4", "VARIATION"),
        ("R", "REROLL"), ("r", "REROLL"),
    ]) func simpleChange_readsItsGrammar(text: String, action: String) throws {
        var (simulation, id) = finished()
        try simulation.submit(.simpleChange, #"{"content":"\#(id) \#(text)"}"#, at: Self.end)
        #expect(simulation.newest?.order.action.rawValue == action)
    }

    @Test(arguments: ["", "R", "1 ", "1  U1", "1 U5", "1 U", "1 R1", "1 X1", "1 U1 now"])
    func simpleChange_refusesTheRest(content: String) throws {
        var (simulation, _) = finished()
        let reply = try simulation.submit(.simpleChange, #"{"content":"\#(content)"}"#)
        #expect(reply == .refused(code: 4, "content参数错误"))
    }
}
