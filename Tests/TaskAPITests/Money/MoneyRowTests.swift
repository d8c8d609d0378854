import Domain
import Storage
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

/// Defects of new-api about submits and their price, by their number in the list of them.
struct MoneyRowTests {
    @Test("B4: a simple change is priced and owned by its content, whatever stands beside it")
    func simpleChangeIsItsContent() async throws {
        try await FollowUpWorld.run { world in
            let mine = try await world.parent()
            let others = try await world.parent(of: "sk-other", upstreamID: "222")
            let before = try world.quota()
            let beside = #""action":"INPAINT","index":3,"taskId":"\#(others.mjID)""#

            let reply = try world.post(
                SimpleChangeRequest.self,
                #"{"content":"\#(mine.mjID) V2",\#(beside)}"#
            )
            let child = try #require(try world.tasks().first)
            #expect(reply.code == 1)
            #expect(child.action == .variation)
            #expect(try world.quota() == before - 50_000)
            let sent = try #require(world.sent.first?.body)
            #expect(sent["taskId"]?.string == mine.upstreamID)
            #expect(sent["action"]?.string == "VARIATION")
            #expect(sent["index"]?.integer == 2)
            #expect(sent["content"] == nil)

            let stolen = try world.post(
                SimpleChangeRequest.self,
                #"{"content":"\#(others.mjID) V2","action":"REROLL","taskId":"\#(mine.mjID)"}"#
            )
            #expect(stolen.code == 4)
            #expect(stolen.description == "关联任务不存在或已失效")
            #expect(world.sent.count == 1)
            #expect(try world.quota() == before - 50_000)
        }
    }

    @Test("B5: without a taskId nothing is sent, made or charged")
    func noFollowUpWithoutTaskID() async throws {
        try await FollowUpWorld.run { world in
            let before = try world.quota()
            for none in ["", #""taskId":"","#, #""taskId":null,"#, #""taskId":" ","#] {
                let replies = [
                    try world.post(
                        ChangeRequest.self,
                        #"{\#(none)"action":"VARIATION","index":1}"#
                    ),
                    try world.post(
                        ActionRequest.self,
                        #"{\#(none)"customId":"MJ::JOB::upsample::1::h"}"#
                    ),
                    try world.post(ModalRequest.self, #"{\#(none)"prompt":"a dog"}"#),
                    try world.post(SimpleChangeRequest.self, #"{\#(none)"content":"V1"}"#),
                ]
                #expect(replies.map(\.code) == [4, 4, 4, 4])
            }
            #expect(world.sent.isEmpty)
            #expect(try world.tasks().isEmpty)
            #expect(try world.quota() == before)
        }
    }

    @Test("B12: a code 1 without an id ends, when nobody finds the task, with its refund")
    func acceptanceWithoutID() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(customIDs: ["MJ::JOB::reroll::0::h::SOLO"])
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in .make(1, "提交成功", []) }

            let reply = try world.post(
                ActionRequest.self,
                #"{"taskId":"\#(parent.mjID)","customId":"MJ::JOB::reroll::0::h::SOLO"}"#
            )

            let task = try #require(try world.tasks().first)
            #expect(reply.code == 22)
            #expect(reply.result == task.mjID)
            #expect(try world.quota() == before - 50_000)
            #expect(
                try await world.store.unansweredTasks(sentBefore: .max).map(\.task.mjID)
                    == [task.mjID]
            )
            try await world.finish(task, .failure)
            #expect(try world.quota() == before)
            #expect(try world.read(task.mjID).task.quota == 0)
        }
    }

    @Test("B18: a code 21 makes no second row, and is paid for once")
    func windowIsOneTask() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(customIDs: ["MJ::JOB::pan_left::1::h::SOLO"])
            let before = try world.quota()
            // The same id as the parent's: channels repeat themselves.
            world.answer = { () throws(ChannelError) in
                .make(21, "Waiting for window confirm", ["14001929738841620"])
            }
            let press = try world.post(
                ActionRequest.self,
                #"{"taskId":"\#(parent.mjID)","customId":"MJ::JOB::pan_left::1::h::SOLO"}"#
            )
            #expect(press.code == 21)
            #expect(try world.quota() == before)

            world.answer = { () throws(ChannelError) in
                .make(1, "提交成功", ["14001929738841620"])
            }
            let id = try #require(press.result)
            let modal = try world.post(ModalRequest.self, #"{"taskId":"\#(id)","prompt":"left"}"#)

            #expect(modal.code == 1)
            #expect(modal.result == id)
            #expect(try world.tasks().map(\.mjID) == [id, parent.mjID])
            #expect(try world.quota() == before - 50_000)
            #expect(try world.read(id).task.quota == 50_000)
        }
    }

    @Test("B24: a token for some actions fetches, lists and gets seeds as any other")
    func limitedTokensRead() async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            try api.store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "up",
                code: 1,
                description: "",
                status: .submitted
            )
            try await api.finish(task)
            try api.store.execute("UPDATE tokens SET allowed_actions = 'DESCRIBE'")

            #expect(try api.get("/mj/task/\(task.mjID)/fetch").status == 200)
            #expect(try api.get("/api/mj/self").listed == [task.mjID])
            #expect(try api.get("/mj/task/list").json.array?.count == 1)
            #expect(try api.get("/mj/task/queue").json.array?.count == 0)
            let found = try api.send(
                "POST",
                "/mj/task/list-by-condition",
                token: "sk-user",
                body: #"{"ids":["\#(task.mjID)"]}"#
            )
            #expect(found.json.array?.count == 1)
            let endpoint = ImageSeedEndpoint(
                context: api.list.context,
                bulkhead: ChannelBulkhead(limit: 1),
                flights: SharedAnswers()
            ) { _, _ throws(ChannelError) in .make(1, "ok", ["42"]) }
            let seed = try endpoint.answer(api.request("GET", token: "sk-user"), id: task.mjID)
            #expect(try JSONValue.parse(seed.body)["result"]?.string == "42")
        }
    }

    @Test("B25: a REROLL needs no index", arguments: ["", #","index":0"#, #","index":null"#])
    func rerollWithoutIndex(index: String) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let before = try world.quota()

            let reply = try world.post(
                ChangeRequest.self,
                #"{"taskId":"\#(parent.mjID)","action":"REROLL"\#(index)}"#
            )

            #expect(reply.code == 1)
            #expect(try world.tasks().first?.action == .reroll)
            #expect(try world.quota() == before - 50_000)
        }
    }
}
