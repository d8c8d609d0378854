import Domain
import Storage
import Synchronization
import Testing
import Upstream

@testable import TaskAPI

struct ImageSeedEndpointTests {
    private static let found = SubmitAnswer(
        code: 1,
        description: "found it",
        results: ["636646138"],
        properties: .object([:])
    )

    /// What channels were asked for, and what they say.
    private final class Asked: Sendable {
        let ids = Mutex<[String]>([])
    }

    private func endpoint(
        _ api: TestAPI,
        _ asked: Asked = Asked(),
        limit: Int = 8,
        answer: @escaping () throws(ChannelError) -> SubmitAnswer
    ) -> ImageSeedEndpoint {
        ImageSeedEndpoint(
            context: api.list.context,
            bulkhead: ChannelBulkhead(limit: limit),
            flights: SharedAnswers()
        ) { id, _ throws(ChannelError) in
            asked.ids.withLock { $0.append(id) }
            return try answer()
        }
    }

    private func seed(
        _ id: String,
        _ api: TestAPI,
        _ endpoint: ImageSeedEndpoint,
        token: String = "sk-user"
    ) throws -> JSONValue {
        let answer = try endpoint.answer(api.request("GET", token: token), id: id)
        #expect(answer.status == 200)
        return try JSONValue.parse(answer.body)
    }

    private func addFinishedTask(_ api: TestAPI, properties: String = "") async throws
        -> MidjourneyTask
    {
        let task = try api.addTask()
        _ = try api.store.recordAcceptance(
            mjID: task.mjID,
            upstreamID: "up-\(task.mjID)",
            code: 1,
            description: "",
            status: .submitted
        )
        try await api.finish(task, properties: properties)
        return task
    }

    @Test func seed_isAskedForOnce_andShownInTheTaskFromThenOn() async throws {
        try await TestAPI.run { api in
            let task = try await addFinishedTask(api)
            let asked = Asked()
            let endpoint = endpoint(api, asked) { Self.found }

            let first = try seed(task.mjID, api, endpoint)
            let second = try seed(task.mjID, api, endpoint)

            #expect(first["code"]?.integer == 1)
            #expect(first["description"]?.string == "成功")
            #expect(first["result"]?.string == "636646138")
            #expect(first["properties"]?.object == [:])
            #expect(second == first)
            #expect(asked.ids.withLock { $0 } == ["up-\(task.mjID)"])
            let shown = try api.get("/mj/task/\(task.mjID)/fetch").json
            #expect(shown["seed"]?.string == "636646138")
            #expect(shown["properties"]?["imageSeed"]?.string == "636646138")
        }
    }

    @Test func seedAmongTheProperties_isNotAskedFor() async throws {
        try await TestAPI.run { api in
            let task = try await addFinishedTask(api, properties: #"{"imageSeed":"7"}"#)
            let asked = Asked()

            let answer = try seed(task.mjID, api, endpoint(api, asked) { Self.found })

            #expect(answer["result"]?.string == "7")
            #expect(asked.ids.withLock { $0 }.isEmpty)
        }
    }

    @Test(arguments: [3, 4, 9, 24, 77])
    func refusal_isToldAsTheChannelSaysIt_andNotKept(_ code: Int) async throws {
        try await TestAPI.run { api in
            let task = try await addFinishedTask(api)
            let refused = SubmitAnswer(
                code: code,
                description: "请配置私聊频道",
                results: [],
                properties: .object(["notifyHook": .string("x")])
            )

            let answer = try seed(task.mjID, api, endpoint(api) { refused })
            let later = try seed(task.mjID, api, endpoint(api) { Self.found })

            #expect(answer["code"]?.integer == Int64(code))
            #expect(answer["description"]?.string == "请配置私聊频道")
            #expect(answer["result"] == .null)
            #expect(answer["properties"]?.object == [:])
            #expect(later["code"]?.integer == 1)
        }
    }

    @Test func noAnswer_isA9() async throws {
        try await TestAPI.run { api in
            let task = try await addFinishedTask(api)
            let queued = SubmitAnswer(
                code: 22,
                description: "queued",
                results: ["8"],
                properties: .object([:])
            )

            let lost = try seed(
                task.mjID,
                api,
                endpoint(api) { () throws(ChannelError) in
                    throw .answerLost(reason: "timed out")
                }
            )
            let refused = try seed(
                task.mjID,
                api,
                endpoint(api) { () throws(ChannelError) in throw .refused(reason: "status 401") }
            )
            let odd = try seed(task.mjID, api, endpoint(api) { queued })

            for answer in [lost, refused, odd] {
                #expect(answer["code"]?.integer == 9)
                #expect(answer["result"] == .null)
            }
            #expect(lost["description"]?.string == "获取 seed 超时，请稍后重试")
            #expect(refused["description"]?.string == "未找到 seed")
        }
    }

    @Test func taskThatIsNotFinished_hasNone() async throws {
        try await TestAPI.run { api in
            let running = try api.addTask()
            let failed = try api.addTask()
            try await api.finish(failed, .failure)

            for task in [running, failed] {
                #expect(throws: Problem.wrongTaskState) {
                    try seed(task.mjID, api, endpoint(api) { Self.found })
                }
            }
        }
    }

    @Test func foreignOrUnknownTask_isA404() async throws {
        try await TestAPI.run { api in
            let task = try await addFinishedTask(api)
            let endpoint = endpoint(api) { Self.found }

            #expect(throws: Problem.notFound(.taskNotFound)) {
                try seed(task.mjID, api, endpoint, token: "sk-other")
            }
            #expect(throws: Problem.notFound(.taskNotFound)) { try seed("17", api, endpoint) }
        }
    }

    @Test func channelThatHangs_holdsNoMoreThreadsThanItMay() async throws {
        try await TestAPI.run { api in
            let task = try await addFinishedTask(api)

            let answer = try seed(task.mjID, api, endpoint(api, limit: 0) { Self.found })

            #expect(answer["code"]?.integer == 23)
        }
    }

    @Test func seeds_haveAnEighthOfThePlaces_andTakeNoneOfTheSubmits() async throws {
        try await TestAPI.run(configure: { $0.maximumWaitersPerChannel = 8 }) { api in
            let task = try await addFinishedTask(api)
            let path = "/mj/task/\(task.mjID)/image-seed"
            let (submits, seeds) = (api.services.bulkhead, api.services.seedBulkhead)
            let id = api.channel.id
            let first = seeds.enter(id)
            let second = seeds.enter(id)
            let full = try api.send("GET", path, token: "sk-user", to: api.relay)

            #expect(first)
            #expect(!second)
            #expect(full.json["code"]?.integer == 23)
            #expect(submits.enter(id))
        }
    }

    @Test func taskThatNoChannelKnows_hasNone() async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            try await api.finish(task)

            let answer = try seed(task.mjID, api, endpoint(api) { Self.found })

            #expect(answer["code"]?.integer == 9)
        }
    }
}
