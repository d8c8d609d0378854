import Domain
import HotState
import Storage
import Testing

@testable import TaskAPI

struct OwnTasksEndpointTests {
    private func ids(_ answer: TestAnswer) -> [String?] {
        answer.json.array?.map { $0["id"]?.string } ?? []
    }

    @Test func list_isABareArray_ofTheOwnTasks_newestFirst() async throws {
        try await TestAPI.run { api in
            let first = try api.addTask()
            let second = try api.addTask()
            try api.addTask("sk-other")
            try await api.finish(first)

            let answer = try api.get("/mj/task/list")

            #expect(answer.status == 200)
            #expect(ids(answer) == [second.mjID, first.mjID])
            #expect(answer.json.array?.last?["progress"]?.string == "100%")
        }
    }

    @Test func queue_holdsWhatIsUnderWay_oldestFirst() async throws {
        try await TestAPI.run { api in
            let tasks = try (0..<4).map { _ in try api.addTask() }
            try api.addTask("sk-other")
            try await api.finish(tasks[1])
            _ = try api.store.recordAcceptance(
                mjID: tasks[2].mjID,
                upstreamID: "5",
                code: 21,
                description: "",
                status: .modal
            )

            #expect(ids(try api.get("/mj/task/queue")) == [tasks[0].mjID, tasks[3].mjID])
            #expect(ids(try api.get("/mj/task/queue?p=2&page_size=1")) == [tasks[3].mjID])
        }
    }

    @Test func pages_areCounted_andEndEmpty() throws {
        try TestAPI.run { api in
            let tasks = try (0..<3).map { _ in try api.addTask().mjID }

            #expect(ids(try api.get("/mj/task/list?p=1&page_size=2")) == [tasks[2], tasks[1]])
            #expect(ids(try api.get("/mj/task/list?p=2&page_size=2")) == [tasks[0]])
            #expect(try api.get("/mj/task/list?p=3&page_size=2").text == "[]")
            #expect(try api.get("/mj/task/list?p=9223372036854775807").text == "[]")
            #expect(try api.get("/mj/task/queue?p=4&page_size=1").text == "[]")
        }
    }

    @Test(arguments: ["list", "queue"])
    func nobodysTasks_areAnEmptyArray(_ name: String) throws {
        try TestAPI.run { api in
            let answer = try api.get("/mj/task/\(name)")

            #expect(answer.status == 200)
            #expect(answer.text == "[]")
        }
    }

    @Test(arguments: ["list", "queue"])
    func a101thTask_isOnTheNextPage(_ name: String) throws {
        try TestAPI.run { api in
            for _ in 0..<101 { try api.addTask() }

            #expect(ids(try api.get("/mj/task/\(name)")).count == 100)
            #expect(ids(try api.get("/mj/task/\(name)?p=2")).count == 1)
        }
    }

    @Test(arguments: ["p=0", "p=x", "page_size=101", "page_size=0", "p=1&p=2", "page_size=-1"])
    func badParameter_isA400_thatNamesIt(_ query: String) throws {
        try TestAPI.run { api in
            for name in ["list", "queue"] {
                let answer = try api.get("/mj/task/\(name)?\(query)")

                #expect(answer.status == 400)
                #expect(answer.json["code"]?.integer == 4)
                let parameter = query.prefix { $0 != "=" }
                #expect(answer.json["description"]?.string?.hasPrefix(parameter) == true)
            }
        }
    }

    @Test(arguments: ["list", "queue"])
    func taskInProgress_isShownAsItsHotDocumentSays(_ name: String) throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            api.list.context.hotState.write([
                HotTask(
                    mjID: task.mjID,
                    userID: task.userID,
                    version: .init(epoch: 1, sequence: 1),
                    status: .inProgress,
                    percent: 46,
                    promptEn: "",
                    startTime: task.submitTime
                )
            ])

            let shown = try api.get("/mj/task/\(name)").json.array?.first

            #expect(shown?["status"]?.string == "IN_PROGRESS")
            #expect(shown?["progress"]?.string == "46%")
        }
    }

    @Test(arguments: ["list", "queue"])
    func answer_is304_untilATaskChanges_alsoBelowASpeedMode_andToHEAD(_ name: String) throws {
        try TestAPI.run { api in
            try api.addTask()
            let tag = try #require(try api.get("/mj/task/\(name)").headers["etag"])

            for path in ["/mj/task/\(name)", "/mj-fast/mj/task/\(name)", "/turbo/mj/task/\(name)"] {
                #expect(try api.get(path, headers: ["If-None-Match": tag]).status == 304)
            }
            #expect(try api.send("HEAD", "/mj/task/\(name)", token: "sk-user").status == 200)
            try api.addTask()
            #expect(
                try api.get("/mj/task/\(name)", headers: ["If-None-Match": tag]).status == 200
            )
        }
    }

    @Test func onlyAnAPIKey_opensThem() throws {
        try TestAPI.run { api in
            let without = try api.get("/mj/task/list", token: nil)
            let unknown = try api.get("/mj/task/queue", token: "sk-none")
            let accessToken = try api.get("/mj/task/list", token: "access-user")

            #expect(without.status == 401)
            #expect(unknown.status == 401)
            #expect(accessToken.status == 403)
        }
    }

    @Test func listByIDs_isListByCondition() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let body = #"{"ids":["\#(task.mjID)"]}"#

            let answer = try api.send(
                "POST",
                "/mj/task/list-by-ids",
                token: "sk-user",
                body: body
            )

            #expect(ids(answer) == [task.mjID])
            #expect(answer.json.array?.first?["displays"]?["status"]?.string == "NOT_START")
        }
    }
}
