import Domain
import Storage
import Testing
import Upstream

@testable import TaskAPI

struct SubmissionRecordTests {
    private func answer(_ code: Int, _ results: [String]) -> SubmitAnswer {
        SubmitAnswer(
            code: code,
            description: "成功",
            results: results,
            properties: .object([
                "remix": .bool(true), "notifyHook": .string("http://10.0.0.1"),
            ])
        )
    }

    private func submitFour(_ api: TestAPI, answeredBy results: [String]) throws -> SubmitReply {
        var draft = try api.draft()
        draft.count = 4
        draft.target = .pinned(api.channel.id)
        return try api.submission { body, _, _ throws(ChannelError) in
            let ids = try? api.tasks().map(\.mjID)
            #expect(body["state"]?.string == ids.map { RequestState.text(of: $0) })
            return answer(1, results)
        }.submit(draft)
    }

    @Test func severalTasks_haveTheirIDsInOrder_andAreEachPaid() throws {
        try TestAPI.run { api in
            let before = try api.quota()

            let reply = try submitFour(api, answeredBy: ["11", "12", "13", "14"])

            let tasks = try api.tasks()
            #expect(tasks.map(\.upstreamID) == ["11", "12", "13", "14"])
            #expect(reply.code == 1)
            #expect(reply.result == tasks.map(\.mjID).joined(separator: ","))
            #expect(try api.quota() == before - 4 * tasks[0].quota)
            let secrets = try tasks.map {
                try api.store.task($0.mjID, owner: nil)?.details.hookSecret
            }
            #expect(Set(secrets).count == 4)
        }
    }

    @Test(arguments: [["11", "12"], ["11", "12", "11", "12"]])
    func tasksThatTheChannelDidNotMake_endWithTheirRefund(_ results: [String]) throws {
        try TestAPI.run { api in
            let before = try api.quota()

            let reply = try submitFour(api, answeredBy: results)

            let tasks = try api.tasks()
            #expect(tasks.map(\.status) == [.submitted, .submitted, .failure, .failure])
            #expect(reply.result == tasks[..<2].map(\.mjID).joined(separator: ","))
            #expect(try api.quota() == before - 2 * tasks[0].quota)
        }
    }

    @Test func moreTasksThanAskedFor_areNotOurs() throws {
        try TestAPI.run { api in
            let reply = try submitFour(api, answeredBy: ["11", "12", "13", "14", "15"])

            #expect(reply.result?.split(separator: ",").count == 4)
            #expect(try api.tasks().map(\.upstreamID) == ["11", "12", "13", "14"])
        }
    }

    @Test func quotaForThreeOfFour_sendsNothing() throws {
        try TestAPI.run { api in
            _ = try submitFour(api, answeredBy: ["11", "12", "13", "14"])
            let price = try #require(try api.tasks().first?.quota)
            try TestAPI.run(quota: 4 * price - 1) { poor in
                let problem = #expect(throws: Problem.self) {
                    try submitFour(poor, answeredBy: ["11", "12", "13", "14"])
                }
                let tasks = try poor.tasks()
                let left = try poor.quota()
                #expect(problem == .forbidden(.contract("quota_not_enough")))
                #expect(tasks.isEmpty)
                #expect(left == 4 * price - 1)
            }
        }
    }

    @Test func modalAnswer_namesOurID_showsWhatADialogNeeds_andCostsNothingYet() throws {
        try TestAPI.run { api in
            let before = try api.quota()

            let reply = try api.submission { _, _, _ throws(ChannelError) in
                answer(21, ["11"])
            }.submit(api.draft())

            let task = try #require(try api.tasks().first)
            #expect(
                reply
                    == SubmitReply(
                        code: 21,
                        description: "成功",
                        result: task.mjID,
                        properties: [
                            "finalPrompt": .string(task.prompt), "remix": .bool(true),
                        ]
                    )
            )
            #expect(task.status == .modal)
            #expect(try api.quota() == before)
        }
    }

    @Test func taskCancelledMeanwhile_isNoSuccess_andItsChannelsIDIsKept() throws {
        try TestAPI.run { api in
            let reply = try api.submission { body, _, _ throws(ChannelError) in
                _ = try? api.store.cancel(body["state"]?.string ?? "", owner: api.user.id)
                return answer(1, ["11"])
            }.submit(api.draft())

            let task = try #require(try api.tasks().first)
            #expect(reply == SubmitReply(code: 4, description: "任务已取消"))
            #expect(task.status == .cancel)
            #expect(task.upstreamID == "11")
        }
    }

    @Test func taskPastItsDeadline_isAnsweredWithItsOwnReason() throws {
        try TestAPI.run { api in
            let reply = try api.submission { body, _, _ throws(ChannelError) in
                _ = try? api.store.recordRefusal(
                    mjID: body["state"]?.string ?? "",
                    code: 9,
                    reason: "任务超时"
                )
                return answer(1, ["11"])
            }.submit(api.draft())

            #expect(reply == SubmitReply(code: 4, description: "任务超时"))
            #expect(try api.tasks().first?.status == .failure)
        }
    }

    /// A code 3 of ours would say that nobody draws.
    @Test(arguments: [3, 4, 23])
    func taskCancelledMeanwhile_andRefused_isCancelled(code: Int) throws {
        try TestAPI.run { api in
            let before = try api.quota()
            let reply = try api.submission { body, _, _ throws(ChannelError) in
                _ = try? api.store.cancel(body["state"]?.string ?? "", owner: api.user.id)
                return answer(code, [])
            }.submit(api.draft())

            #expect(reply.code == 4)
            #expect(reply.description == "任务已取消")
            #expect(try api.tasks().map(\.status) == [.cancel])
            #expect(try api.quota() == before)
        }
    }
}
