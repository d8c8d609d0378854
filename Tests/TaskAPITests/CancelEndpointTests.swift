import Domain
import Storage
import Testing

@testable import TaskAPI

struct CancelEndpointTests {
    private func cancel(_ id: String, _ api: TestAPI, token: String = "sk-user") throws
        -> TestAnswer
    {
        try api.send("POST", "/mj/task/\(id)/cancel", token: token, to: api.relay)
    }

    @Test func unfinishedTask_isCancelled_andPaidBack_howeverOftenItIsAsked() throws {
        try TestAPI.run { api in
            let before = try api.quota()
            let task = try api.addTask()
            #expect(try api.quota() < before)

            let first = try cancel(task.mjID, api)
            let second = try cancel(task.mjID, api)

            let expected =
                #"{"code":1,"description":"成功","result":"\#(task.mjID)","properties":{}}"#
            #expect(first.status == 200)
            #expect(first.text == expected)
            #expect(second.text == expected)
            #expect(try api.quota() == before)
            let shown = try api.get("/mj/task/\(task.mjID)/fetch").json
            #expect(shown["status"]?.string == "CANCEL")
            #expect(shown["finishTime"]?.integer != nil)
            #expect(shown["failReason"]?.string?.isEmpty == false)
        }
    }

    @Test func taskThatWaitsForItsModal_canBeCancelled() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            _ = try api.store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "5",
                code: 21,
                description: "",
                status: .modal
            )

            #expect(try cancel(task.mjID, api).json["code"]?.integer == 1)
        }
    }

    @Test(arguments: [TaskStatus.success, .failure])
    func finishedTask_staysAsItEnded(_ status: TaskStatus) async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            try await api.finish(task, status)

            let answer = try cancel(task.mjID, api)

            #expect(answer.status == 200)
            #expect(answer.json["code"]?.integer == 4)
            #expect(answer.json["description"]?.string == "关联任务状态错误")
            let shown = try api.get("/mj/task/\(task.mjID)/fetch").json
            #expect(shown["status"]?.string == status.rawValue)
        }
    }

    @Test func foreignOrUnknownTask_isA404_andNothingHappens() throws {
        try TestAPI.run { api in
            let task = try api.addTask()

            for answer in [
                try cancel(task.mjID, api, token: "sk-other"), try cancel("17", api),
                try cancel("'", api),
            ] {
                #expect(answer.status == 404)
                #expect(answer.json["code"]?.integer == 4)
                #expect(answer.json["description"]?.string == "no such task")
            }
            #expect(
                try api.get("/mj/task/\(task.mjID)/fetch").json["status"]?.string == "NOT_START"
            )
        }
    }

    @Test func nobodyWithoutAKey_cancels() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let path = "/mj/task/\(task.mjID)/cancel"

            #expect(try api.send("POST", path, to: api.relay).status == 401)
            #expect(try api.send("GET", path, token: "sk-user", to: api.relay).status == 405)
        }
    }
}
