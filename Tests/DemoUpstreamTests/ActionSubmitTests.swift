import Domain
import Testing

@testable import DemoUpstream

@Suite struct ActionSubmitTests {
    private static let end: Int64 = 1_000_000

    private func press(
        _ simulation: inout Simulation,
        _ id: String,
        _ customID: String,
        at now: Int64 = Self.end
    ) throws -> SubmitReply {
        try simulation.submit(
            .action,
            #"{"taskId":"\#(id)","customId":"\#(customID)"}"#,
            at: now
        )
    }

    /// A simulation with a finished, single picture.
    private func withUpscaled(_ profile: Profile = .plus) throws -> (Simulation, DemoTask) {
        var simulation = Simulation.make(coreSize: 100, profile)
        let grid = try simulation.finishedGrid()
        let reply = try press(&simulation, grid.id, grid.buttons[1].customID)
        let id = try #require(reply.id)
        return (simulation, try #require(simulation.task(id)))
    }

    @Test func upscale_isAQuickTaskOfTheParentsAccount_withTheButtonsOfOnePicture() throws {
        let (simulation, task) = try withUpscaled()
        let grid = try #require(simulation.allTasks.last)
        #expect(task.order.action == .upscale)
        #expect(task.accountID == grid.accountID)
        #expect(task.order.prompt == "cat")
        let json = task.json(at: Self.end + 100_000)
        #expect(json["description"] == .string("/up \(grid.id) U2"))
        #expect(json["properties"]?["customId"] == .string(grid.buttons[1].customID))
        #expect(task.subject == grid.subject.picking(2))
        #expect(task.jobID != grid.jobID)
        let start = try #require(task.times?.start)
        let seen = [start, start + 3_000, start + 20_000].map { task.view(at: $0) }
        #expect(seen.map(\.status) == ["SUBMITTED", "IN_PROGRESS", "SUCCESS"])
        #expect(seen.map(\.progress) == ["0%", "0%", "100%"])
    }

    @Test(arguments: [
        ("MJ::JOB::upsample_v7_2x_subtle::1::", "UPSCALE"),
        ("MJ::JOB::upsample_v7_2x_creative::1::", "UPSCALE"),
        ("MJ::JOB::low_variation::1::", "VARIATION"),
        ("MJ::JOB::high_variation::1::", "VARIATION"), ("MJ::Inpaint::1::", "VARIATION"),
        ("MJ::Outpaint::50::1::", "ZOOM"), ("MJ::Outpaint::75::1::", "ZOOM"),
        ("MJ::Outpaint::100::1::", "ZOOM"), ("MJ::CustomZoom::", "ZOOM"),
        ("MJ::JOB::pan_left::1::", "PAN"), ("MJ::JOB::pan_right::1::", "PAN"),
        ("MJ::JOB::pan_up::1::", "PAN"), ("MJ::JOB::pan_down::1::", "PAN"),
        ("MJ::JOB::animate_high::1::", "VIDEO"), ("MJ::JOB::animate_low::1::", "VIDEO"),
        ("MJ::JOB::reroll::0::", "UPSCALE"), ("MJ::JOB::sparkle::1::", "ACTION"),
    ]) func everyButtonBelowAPicture_makesATask(start: String, action: String) throws {
        var (simulation, task) = try withUpscaled()
        let button = try #require(task.buttons.first { $0.customID.hasPrefix(start) })
        #expect(button.customID.contains(task.jobID))
        let reply = try press(&simulation, task.id, button.customID, at: 2 * Self.end)
        let made = try #require(reply.id.flatMap { simulation.task($0) })
        #expect(made.order.action.rawValue == action)
        #expect(made.order.parentID == task.id)
        let asks = start.hasPrefix("MJ::Inpaint") || start.hasPrefix("MJ::CustomZoom")
        #expect(reply.json["code"] == .integer(asks ? 21 : 1))
        #expect(made.view(at: 2 * Self.end).status == (asks ? "MODAL" : "NOT_START"))
    }

    @Test func bookmark_answersTheParent_andMakesNoTask() throws {
        var (simulation, task) = try withUpscaled()
        let reply = try press(
            &simulation,
            task.id,
            "MJ::BOOKMARK::\(task.jobID)",
            at: 2 * Self.end
        )
        #expect(reply == .noted(id: task.id))
        #expect(simulation.allTasks.count == 2)
    }

    @Test func aButtonOfAnotherTask_isRefused() throws {
        var simulation = Simulation.make()
        let one = try simulation.finishedGrid()
        let other = try simulation.finishedGrid()
        #expect(one.buttons[0].customID != other.buttons[0].customID)
        let reply = try press(&simulation, one.id, other.buttons[0].customID)
        #expect(reply.json["code"] == .integer(4))
        #expect(simulation.allTasks.count == 2)
    }

    @Test func aParent_mustBeThere_andFinished() throws {
        for (profile, status) in [(Profile.plus, 200), (.csharp, 404)] {
            var simulation = Simulation.make(profile)
            let reply = try press(&simulation, "1", "MJ::JOB::upsample::1::x")
            #expect(reply == .parentMissing)
            #expect(reply.status(profile) == status)
            #expect(reply.json["description"] == .string("关联任务不存在或已失效"))
            let grid = try simulation.finishedGrid()
            let early = try press(&simulation, grid.id, grid.buttons[0].customID, at: 1)
            #expect(early == .refused(code: 4, "关联任务状态错误"))
        }
        var simulation = Simulation.make()
        #expect(try simulation.submit(.action, "{}") == .refused(code: 4, "参数错误"))
    }

    @Test func aFollowUp_isRefused_whenItsAccountIsPaused() throws {
        var simulation = Simulation.make(accounts: 2)
        let grid = try simulation.finishedGrid()
        let isKnown = simulation.setPaused(true, account: grid.accountID)
        #expect(isKnown)
        let reply = try press(&simulation, grid.id, grid.buttons[0].customID)
        #expect(reply == .accountGone(grid.accountID))
        #expect(reply.json(.plus)["description"] == .string("账号不可用: \(grid.accountID)"))
        #expect(reply.json(.csharp)["description"] == .string("无可用的账号实例"))
    }

    @Test func remix_asksForAPrompt_unlessTheServerAnswersItself() throws {
        var simulation = Simulation.make(coreSize: 100)
        simulation.settings.hasRemix = true
        let grid = try simulation.finishedGrid()
        let variation = try press(&simulation, grid.id, grid.buttons[5].customID)
        #expect(variation.json["code"] == .integer(21))
        let upscale = try press(&simulation, grid.id, grid.buttons[0].customID)
        #expect(upscale.json["code"] == .integer(1))
        simulation.settings.submitsRemix = true
        let automatic = try press(&simulation, grid.id, grid.buttons[5].customID)
        #expect(automatic.json["code"] == .integer(1))
    }

    @Test func describedPrompts_canBeDrawn_oneByOne_allAtOnce_orAskedForAgain() throws {
        var simulation = Simulation.make(coreSize: 100)
        try simulation.submit(.describe, #"{"base64":"data:image/png;base64,AAAA"}"#)
        let parent = try #require(simulation.newest)
        let one = try press(&simulation, parent.id, "MJ::Job::PicReader::3")
        #expect(one.json["code"] == .integer(21))
        let prompt = try #require(PromptLines.prompt(3, in: parent.texts.final))
        #expect(simulation.newest?.order.prompt == prompt)
        let all = try press(&simulation, parent.id, "MJ::Job::PicReader::all")
        guard case .acceptedAll(let ids) = all else {
            Issue.record("not \(all)")
            return
        }
        #expect(all.json["result"] == .string(ids.joined(separator: ",")))
        let prompts = ids.compactMap { simulation.task($0)?.order.prompt }
        #expect(prompts == (1...4).compactMap { PromptLines.prompt($0, in: parent.texts.final) })
        _ = try press(&simulation, parent.id, "MJ::Picread::Retry")
        let again = try #require(simulation.newest)
        #expect(again.order.action == .describe)
        #expect(again.texts.final != parent.texts.final)
        #expect(again.order.picture == parent.order.picture)
    }

    @Test func imagineAll_answersWithTheTasksThatFit() throws {
        var simulation = Simulation.make(coreSize: 1, queueSize: 1)
        try simulation.submit(.describe, #"{"base64":"data:image/png;base64,AAAA"}"#)
        let parent = try #require(simulation.newest)
        let all = try press(&simulation, parent.id, "MJ::Job::PicReader::all")
        guard case .acceptedAll(let ids) = all else {
            Issue.record("not \(all)")
            return
        }
        #expect(ids.count == 2)
    }

    @Test func shortenedPrompts_canBeDrawn_andShowDetails() throws {
        var simulation = Simulation.make(coreSize: 100)
        try simulation.submit(.shorten, #"{"prompt":"a cat, in the style of a dog"}"#)
        let parent = try #require(simulation.newest)
        let pick = try press(&simulation, parent.id, "MJ::Job::PromptAnalyzer::5")
        #expect(pick.json["code"] == .integer(21))
        _ = try press(&simulation, parent.id, "MJ::Job::PromptAnalyzerExtended")
        let details = try #require(simulation.newest)
        #expect(details.order.action == .shorten)
        #expect(details.texts.final.contains("(1.00)"))
        #expect(details.order.description(details.id) == "/up \(parent.id) Show Details")
        #expect(!details.buttons.contains { $0.label == "Show Details" })
    }

    @Test func theSuccessor_knowsFewerFamilies_andItsOwnActions() throws {
        var (simulation, task) = try withUpscaled(.csharp)
        for unknown in ["MJ::BOOKMARK::\(task.jobID)", "MJ::JOB::sparkle::1::\(task.jobID)::SOLO"] {
            let reply = try press(&simulation, task.id, unknown, at: 2 * Self.end)
            #expect(reply == .refused(code: 4, "未知的 Action 类型"))
        }
        _ = try press(
            &simulation,
            task.id,
            "MJ::JOB::upsample_v7_2x_subtle::1::\(task.jobID)::SOLO",
            at: 2 * Self.end
        )
        #expect(simulation.newest?.order.action.rawValue == "UPSCALE_HD")
        try simulation.submit(.shorten, #"{"prompt":"a"}"#, at: 2 * Self.end)
        let shortened = try #require(simulation.newest)
        let reply = try press(
            &simulation,
            shortened.id,
            "MJ::Job::PromptAnalyzer::1",
            at: 3 * Self.end
        )
        #expect(reply.json["code"] == .integer(4))
        let forced = try simulation.submit(
            .action,
            #"""
            {"taskId":"\#(task.id)","customId":"MJ::JOB::pan_up::1::\#(task.jobID)::SOLO",
             "enableRemix":true}
            """#,
            at: 3 * Self.end
        )
        #expect(forced == .refused(code: 4, "当前账号不支持 remix，请开启 remix 功能"))
    }
}
