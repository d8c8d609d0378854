import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

/// What becomes of a button that was pressed.
struct ActionAnswerTests {
    private func body(
        _ task: MidjourneyTask,
        _ customID: String = "MJ::JOB::upsample::2::h",
        _ more: String = ""
    ) -> String {
        #"{"taskId":"\#(task.mjID)","customId":"\#(customID)"\#(more)}"#
    }

    @Test(
        arguments: [
            (3, "关联任务不存在或已失效", 4), (3, "账号不可用: 1", 3), (4, "参数错误", 4),
            (9, "提交失败，系统异常", 9), (23, "队列已满，请稍后尝试", 23), (24, "可能包含敏感词", 24),
            (77, "something new", 77),
        ])
    func refusal_endsTheTaskWithItsRefund_andGoesToNoOtherChannel(
        _ code: Int,
        _ description: String,
        _ expected: Int64
    ) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            _ = try world.store.addChannel(
                name: "another",
                baseURL: "http://127.0.0.1:9",
                secret: "",
                priority: 9
            )
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in .make(code, description) }

            let reply = try world.post(ActionRequest.self, body(parent))

            #expect(reply.status == 200)
            #expect(reply.code == expected)
            #expect(reply.description == description)
            #expect(world.sent.count == 1)
            let task = try #require(try world.tasks().first)
            #expect(task.status == .failure)
            // A full queue is told with the task that was not taken.
            #expect(reply.json["result"] == (expected == 23 ? .string(task.mjID) : .null))
            #expect(try world.quota() == before)
        }
    }

    @Test func channelThatIsDown_isCode3_andCostsNothing() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in
                throw .refused(reason: "connection refused")
            }

            let reply = try world.post(ActionRequest.self, body(parent))

            #expect(reply.code == 3)
            #expect(try world.quota() == before)
        }
    }

    @Test func lostAnswer_isPending_andNeverSentAgain() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            world.answer = { () throws(ChannelError) in throw .answerLost(reason: "timed out") }

            let reply = try world.post(ActionRequest.self, body(parent))

            let child = try #require(try world.tasks().first)
            #expect(reply.code == 22)
            #expect(reply.result == child.mjID)
            #expect(child.status == .notStart)
            #expect(world.sent.count == 1)
        }
    }

    @Test func code21_isAModalTask_thatCostsNothingYet() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in .make(21, "窗口等待", ["9000"]) }

            let reply = try world.post(ActionRequest.self, body(parent))

            let child = try #require(try world.tasks().first)
            #expect(reply.code == 21)
            #expect(reply.description == "窗口等待")
            #expect(reply.result == child.mjID)
            #expect(reply.json["properties"]?["finalPrompt"] == .string("一只猫"))
            #expect(child.status == .modal)
            #expect(child.quota == 0)
            #expect(try world.quota() == before)
        }
    }

    @Test func quotaThatDoesNotSuffice_sendsNothing() async throws {
        try await FollowUpWorld.run(quota: 60_000) { world in
            let parent = try await world.parent()

            let reply = try world.post(ActionRequest.self, body(parent))

            #expect(reply.status == 403)
            #expect(reply.description == "quota_not_enough")
            #expect(world.sent.isEmpty)
            #expect(try world.tasks().count == 1)
        }
    }

    @Test func bookmark_makesNoTask_andAnswersWithTheParent() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let before = try world.quota()
            world.answer = { () throws(ChannelError) in .make(1, "成功", ["14001929738841620"]) }

            let reply = try world.post(ActionRequest.self, body(parent, "MJ::BOOKMARK::h"))

            #expect(reply.code == 1)
            #expect(reply.result == parent.mjID)
            #expect(try world.tasks().map(\.mjID) == [parent.mjID])
            #expect(try world.quota() == before)
            #expect(
                world.sent.first?.body
                    == .object([
                        "taskId": .string("14001929738841620"),
                        "customId": .string("MJ::BOOKMARK::h"),
                    ])
            )
        }
    }

    @Test func bookmarkThatFails_saysWhy() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let answers: [(() throws(ChannelError) -> SubmitAnswer, Int64)] = [
                ({ () throws(ChannelError) in .make(4, "未知的 Action 类型") }, 4),
                ({ () throws(ChannelError) in .make(3, "关联任务不存在或已失效") }, 4),
                ({ () throws(ChannelError) in throw .refused(reason: "status 404") }, 3),
                ({ () throws(ChannelError) in throw .answerLost(reason: "timed out") }, 9),
            ]
            for (answer, code) in answers {
                world.answer = answer
                let reply = try world.post(ActionRequest.self, body(parent, "MJ::BOOKMARK::h"))
                #expect(reply.status == 200)
                #expect(reply.code == code)
                #expect(reply.json["result"] == .null)
            }
            #expect(try world.tasks().count == 1)
        }
    }

    @Test func orderToFetchAParent_isNotPassedOn() async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent()
            let fetch = #"{"name":"get_parent_task","input_schema":{"url":"http://10.0.0.1"}}"#
            let spelled = #"{"Name":" GET_Parent_Task ","name":"x"}"#

            for tools in [
                #""tools":[\#(fetch),{"name":"other"},\#(spelled),7]"#,
                #""TOOLS":[\#(fetch),{"name":"other"}]"#,
            ] {
                _ = try world.post(ActionRequest.self, body(parent, "x", "," + tools))
            }
            _ = try world.post(ActionRequest.self, body(parent, "x", #","tools":[\#(fetch)]"#))
            _ = try world.post(ActionRequest.self, body(parent, "x", #","tools":\#(fetch)"#))

            let other = JSONValue.array([.object(["name": .string("other")])])
            #expect(world.sent.map { $0.body["tools"] } == [other, other, nil, nil])
            #expect(world.sent.allSatisfy { $0.body["TOOLS"] == nil })
        }
    }

    @Test(
        arguments: [
            ("/mj-turbo/mj/submit/action", #"{"modes":["FAST"]}"#, "x", "TURBO"),
            ("/mj/submit/action", #"{"modes":["FAST"]}"#, "x --relax", "FAST"),
            ("/mj/submit/action", #"{"modes":["FAST","RELAX"]}"#, "x --relax", "RELAX"),
            ("/mj/submit/action", "null", "x", nil),
        ] as [(String, String, String, String?)]
    )
    func mode_isOfThePath_elseTheFilter_elseTheParentsPrompt(
        _ path: String,
        _ filter: String,
        _ prompt: String,
        _ expected: String?
    ) async throws {
        try await FollowUpWorld.run { world in
            let parent = try await world.parent(prompt: prompt)

            let reply = try world.post(
                ActionRequest.self,
                body(parent, "x", #","accountFilter":\#(filter)"#),
                path: path
            )

            let child = try world.read(reply.result ?? "").task
            #expect(child.mode?.rawValue == expected)
            if path.contains("turbo") {
                #expect(
                    world.sent.first?.body["accountFilter"]
                        == .object(["modes": .array([.string("TURBO")])])
                )
            }
        }
    }
}
