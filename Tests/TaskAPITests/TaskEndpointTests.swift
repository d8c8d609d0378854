import Domain
import Testing

@testable import TaskAPI

struct TaskEndpointTests {
    @Test func fetch_givesTheBareTask_toItsOwnerOnly() throws {
        try TestAPI.run { api in
            let task = try api.addTask(prompt: "a \"cat\"")

            let own = try api.get("/mj/task/\(task.mjID)/fetch")
            let foreign = try api.get("/mj/task/\(task.mjID)/fetch", token: "sk-other")

            #expect(own.status == 200)
            #expect(own.json["id"]?.string == task.mjID)
            #expect(own.json["prompt"]?.string == "a \"cat\"")
            #expect(own.json["state"]?.string == "mine")
            #expect(own.json["submitTime"]?.integer == task.submitTime)
            #expect(own.json["properties"]?.object != nil)
            #expect(foreign.status == 404)
            #expect(foreign.json["code"]?.integer == 4)
            #expect(foreign.json["description"]?.string == "no such task")
        }
    }

    @Test(arguments: [
        "1", "'", "%00", "x y", String(repeating: "1", count: 10_000), "a\u{0}b", "猫",
    ])
    func unknownID_is404_withABody(_ id: String) throws {
        try TestAPI.run { api in
            let answer = try api.get("/mj/task/\(id)/fetch")

            #expect(answer.status == 404)
            #expect(answer.json["description"]?.string == "no such task")
        }
    }

    @Test func fetch_is304_untilTheTaskChanges() async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            let target = "/mj/task/\(task.mjID)/fetch"
            let tag = try #require(try api.get(target).headers["etag"])
            #expect(try api.get(target, headers: ["If-None-Match": tag]).status == 304)

            try await api.finish(task)

            let answer = try api.get(target, headers: ["If-None-Match": tag])
            #expect(answer.status == 200)
            #expect(answer.json["progress"]?.string == "100%")
        }
    }

    private func list(_ body: String, _ api: TestAPI, token: String = "sk-user") throws
        -> TestAnswer
    {
        try api.send("POST", "/mj/task/list-by-condition", token: token, body: body)
    }

    @Test func list_givesKnownOwnTasks_inTheOrderAskedFor_once() throws {
        try TestAPI.run { api in
            let first = try api.addTask()
            let second = try api.addTask()
            let foreign = try api.addTask("sk-other")

            let answer = try list(
                #"{"ids":["\#(second.mjID)",\#(first.mjID),"\#(foreign.mjID)","7",5,"'","#
                    + #""\#(second.mjID)"]}"#,
                api
            )

            #expect(answer.status == 200)
            #expect(
                answer.json.array?.map { $0["id"]?.string } == [second.mjID, first.mjID]
            )
        }
    }

    @Test(arguments: ["{}", #"{"ids":null}"#, #"{"ids":[]}"#, #"{"ids":["1"]}"#])
    func list_withNothingToFind_isAnEmptyArray(_ body: String) throws {
        try TestAPI.run { api in
            let answer = try list(body, api)

            #expect(answer.status == 200)
            #expect(answer.text == "[]")
        }
    }

    @Test(
        arguments: [
            ("", "body"), ("{", "body"), ("[]", "body"), ("\"ids\"", "body"),
            (#"{"ids":"1"}"#, "ids"), (#"{"ids":{"a":1}}"#, "ids"), (#"{"ids":[null]}"#, "ids"),
            (#"{"ids":[["1"]]}"#, "ids"), (#"{"ids":[1.5]}"#, "ids"), (#"{"ids":[true]}"#, "ids"),
            (#"{"ids":["# + String(repeating: "1,", count: 1000) + "1]}", "ids"),
        ])
    func badBody_is400_andNamesWhatIsWrong(_ body: String, _ name: String) throws {
        try TestAPI.run { api in
            let answer = try list(body, api)

            #expect(answer.status == 400)
            #expect(answer.json["code"]?.integer == 4)
            #expect(answer.json["description"]?.string?.hasPrefix(name + ":") == true)
        }
    }

    @Test func largestList_isTaken() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let ids = String(repeating: "1,", count: 999) + task.mjID

            #expect(try list(#"{"ids":[\#(ids)]}"#, api).json.array?.count == 1)
        }
    }

    @Test func bodyThatIsTooLarge_is413() throws {
        try TestAPI.run { api in
            let answer = try list(String(repeating: " ", count: 1 << 20), api)

            #expect(answer.status == 413)
            #expect(answer.json["code"]?.integer == 4)
        }
    }
}
