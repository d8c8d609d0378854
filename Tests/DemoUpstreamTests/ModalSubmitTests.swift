import Domain
import Testing

@testable import DemoUpstream

@Suite struct ModalSubmitTests {
    private static let end: Int64 = 1_000_000
    private static let mask = "data:image/png;base64,AAAA"

    /// A task that waits for its modal call, made by the first button that begins so.
    private func waiting(
        _ start: String,
        _ profile: Profile = .plus,
        coreSize: Int = 100
    ) throws -> (simulation: Simulation, id: String, parent: DemoTask) {
        var simulation = Simulation.make(coreSize: coreSize, profile)
        let grid = try simulation.finishedGrid()
        func press(_ parent: DemoTask, _ customID: String, at now: Int64) throws -> DemoTask {
            try simulation.submit(
                .action,
                #"{"taskId":"\#(parent.id)","customId":"\#(customID)"}"#,
                at: now
            )
            return try #require(simulation.newest)
        }
        let single = try press(grid, grid.buttons[0].customID, at: Self.end)
        let button = try #require(single.buttons.first { $0.customID.hasPrefix(start) })
        let task = try press(single, button.customID, at: 2 * Self.end)
        return (simulation, task.id, single)
    }

    private func modal(
        _ simulation: inout Simulation,
        _ id: String,
        _ more: String = "",
        at now: Int64 = 3 * Self.end
    ) throws -> SubmitReply {
        try simulation.submit(.modal, #"{"taskId":"\#(id)"\#(more)}"#, at: now)
    }

    @Test func modal_drawsTheTask_underItsOldID() throws {
        var (simulation, id, parent) = try waiting("MJ::Inpaint")
        #expect(simulation.task(id)?.view(at: .max).status == "MODAL")
        let reply = try modal(&simulation, id, #","prompt":"dog","maskBase64":"\#(Self.mask)""#)
        #expect(reply == .accepted(id: id, account: parent.accountID, ahead: 0))
        let task = try #require(simulation.task(id))
        #expect(task.order.prompt == "dog")
        #expect(task.view(at: 3 * Self.end).status == "NOT_START")
        #expect(task.view(at: 4 * Self.end).status == "SUCCESS")
    }

    @Test func modal_takesThePromptOfTheParent_whenItHasNone() throws {
        var (simulation, id, _) = try waiting("MJ::Inpaint")
        for prompt in ["", #","prompt":"""#, #","prompt":null"#] {
            simulation.settings.secondModal = .accept
            let reply = try modal(&simulation, id, #"\#(prompt),"maskBase64":"\#(Self.mask)""#)
            #expect(reply.id == id)
            #expect(simulation.task(id)?.order.prompt == "cat")
        }
    }

    @Test func modal_wantsAMask_forARegion() throws {
        var (simulation, id, _) = try waiting("MJ::Inpaint")
        for mask in ["", #","maskBase64":"""#, #","maskBase64":"AAAA""#] {
            #expect(try modal(&simulation, id, mask).json["code"] == .integer(4))
        }
        #expect(simulation.task(id)?.view(at: .max).status == "MODAL")
    }

    @Test(arguments: [
        ("Cat --zoom 1.5", 1), ("Cat --zoom 1", 1), ("Cat --zoom 2", 1), ("Cat --zoom 2.1", 4),
        ("Cat --zoom 0.9", 4), ("Cat --zoom", 4), ("Cat", 4), ("Cat --zoom x", 4),
    ]) func modal_wantsAZoom_forACustomZoom(prompt: String, code: Int64) throws {
        var (simulation, id, parent) = try waiting("MJ::CustomZoom")
        let reply = try modal(&simulation, id, #","prompt":"\#(prompt)""#)
        #expect(reply.json["code"] == .integer(code))
        guard code == 1 else { return }
        let zoom = Double(prompt.split(separator: " ").last ?? "") ?? 0
        #expect(
            simulation.task(id)?.subject.window == parent.subject.zoomedOut(by: zoom).window
        )
    }

    @Test func theSuccessor_checksNeitherMaskNorZoom() throws {
        for start in ["MJ::Inpaint", "MJ::CustomZoom"] {
            var (simulation, id, _) = try waiting(start, .csharp)
            #expect(try modal(&simulation, id).id == id)
        }
    }

    @Test func aSecondModal_isRefused_orDrawsAgain() throws {
        var (simulation, id, _) = try waiting("MJ::CustomZoom")
        let zoom = #","prompt":"Cat --zoom 2""#
        _ = try modal(&simulation, id, zoom)
        #expect(try modal(&simulation, id, zoom) == .refused(code: 4, "关联任务状态错误"))
        simulation.settings.secondModal = .accept
        #expect(try modal(&simulation, id, zoom, at: 9 * Self.end).id == id)
        #expect(simulation.task(id)?.view(at: 9 * Self.end).status == "NOT_START")
    }

    @Test func modal_refusesWhatWaitsForNothing() throws {
        var simulation = Simulation.make()
        let grid = simulation.grid()
        #expect(try modal(&simulation, grid) == .refused(code: 4, "关联任务状态错误"))
        #expect(try modal(&simulation, "1") == .parentMissing)
        #expect(try simulation.submit(.modal, "{}") == .refused(code: 4, "参数错误"))
    }

    @Test func aTaskThatWaitsForItsModal_takesNoSlot_andIsRefusedInAFullLine() throws {
        var (simulation, id, _) = try waiting("MJ::CustomZoom", coreSize: 1)
        #expect(simulation.accounts[0].counts(at: 2 * Self.end) == (0, 0))
        for _ in 0..<11 { _ = simulation.imagine("cat", at: 3 * Self.end) }
        let zoom = #","prompt":"Cat --zoom 2""#
        #expect(try modal(&simulation, id, zoom).json["code"] == .integer(23))
        #expect(simulation.task(id)?.view(at: .max).status == "MODAL")
    }

    @Test func aBannedWord_isRefused_orEndsTheTask() throws {
        let nude = #","prompt":"nude --zoom 2""#
        var (simulation, id, _) = try waiting("MJ::CustomZoom")
        #expect(try modal(&simulation, id, nude).json["code"] == .integer(24))
        var (successor, other, _) = try waiting("MJ::CustomZoom", .csharp)
        #expect(try modal(&successor, other, nude).id == other)
        #expect(successor.task(other)?.view(at: .max).failReason == "可能包含敏感词")
    }
}
