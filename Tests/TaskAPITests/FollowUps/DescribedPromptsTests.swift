import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// `MJ::Job::PicReader::all`: one request, a task for each prompt.
struct DescribedPromptsTests {
    private static let picks = (1...4).map { "MJ::Job::PicReader::\($0)" }

    private func press(_ world: FollowUpWorld, _ parent: MidjourneyTask) throws
        -> FollowUpWorld.Reply
    {
        try world.post(
            ActionRequest.self,
            #"{"taskId":"\#(parent.mjID)","customId":"MJ::Job::PicReader::all","state":"mine"}"#
        )
    }

    @Test func all_isATaskForEachPrompt_eachCharged() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: .describe, customIDs: Self.picks)
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in
                .make(1, "成功", ["91", "92", "93", "94"])
            }

            let reply = try press(world, parent)

            let children = Array(try world.tasks().dropLast().reversed())
            #expect(world.sent.count == 1)
            #expect(reply.code == 1)
            #expect(reply.result == children.map(\.mjID).joined(separator: ","))
            #expect(children.map(\.upstreamID) == ["91", "92", "93", "94"])
            #expect(children.allSatisfy { $0.action == .imagine && $0.status == .submitted })
            #expect(try world.quota() == before - children.map(\.quota).reduce(0, +))
            #expect(Set(children.map(\.mjID)).count == 4)
            for child in children {
                let details = try world.read(child.mjID).details
                #expect(details.parent == parent.mjID)
                #expect(details.state == "mine")
            }
        }
    }

    @Test func whatTheChannelDidNotMake_isGivenBack() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: .describe, customIDs: Self.picks)
            world.answer = { () throws(ChannelError) in .make(1, "成功", ["91", "92", "92"]) }
            let before = try world.quota()

            let reply = try press(world, parent)

            let children = Array(try world.tasks().dropLast().reversed())
            #expect(children.map(\.status) == [.submitted, .submitted, .failure, .failure])
            #expect(children.map(\.quota).map { $0 > 0 } == [true, true, false, false])
            #expect(reply.result == children.prefix(2).map(\.mjID).joined(separator: ","))
            #expect(try world.quota() == before - 2 * children[0].quota)
        }
    }

    @Test func lostAnswer_leavesAllPending() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: .describe, customIDs: Self.picks)
            world.answer = { () throws(ChannelError) in throw .answerLost(reason: "timed out") }

            let reply = try press(world, parent)

            let children = Array(try world.tasks().dropLast().reversed())
            #expect(reply.code == 22)
            #expect(reply.result == children.map(\.mjID).joined(separator: ","))
            #expect(children.count == 4)
            #expect(children.allSatisfy { $0.status == .notStart })
        }
    }

    @Test func refusal_givesAllBack() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: .describe, customIDs: Self.picks)
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in .make(9, "提交失败，系统异常") }

            let reply = try press(world, parent)

            #expect(reply.code == 9)
            #expect(try world.tasks().dropLast().allSatisfy { $0.status == .failure })
            #expect(try world.quota() == before)
        }
    }

    @Test func quotaForSomeOnly_makesNone() async throws {
        try await FollowUpWorld.run(quota: 200_000) { world in
            let parent = try await world.parent(action: .describe, customIDs: Self.picks)
            let before = try world.quota()

            let reply = try press(world, parent)

            #expect(reply.status == 403)
            #expect(world.sent.isEmpty)
            #expect(try world.quota() == before)
            #expect(try world.tasks().count == 1)
        }
    }

    @Test(arguments: [[], ["MJ::Job::PicReader::all"], ["MJ::JOB::upsample::1::h"]])
    func parentWithoutPrompts_isCode4(_ customIDs: [String]) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(action: .describe, customIDs: customIDs)

            let reply = try press(world, parent)

            #expect(reply.code == 4)
            #expect(reply.description == "无效的 PicReader 索引")
            #expect(world.sent.isEmpty)
        }
    }
}
