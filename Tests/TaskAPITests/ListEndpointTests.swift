import Domain
import HotState
import Redis
import Storage
import TestSupport
import Testing

@testable import TaskAPI

struct ListEndpointTests {
    @Test func list_showsATaskAsSoonAsItIsSubmitted_newestFirst() throws {
        try TestAPI.run { api in
            #expect(try api.get("/api/mj/self").listed == [])

            let first = try api.addTask()
            #expect(try api.get("/api/mj/self").listed == [first.mjID])
            let second = try api.addTask()
            let answer = try api.get("/api/mj/self?p=1&page_size=1")

            #expect(answer.status == 200)
            #expect(answer.listed == [second.mjID])
            #expect(answer.json["data"]?["total"]?.integer == 2)
            #expect(answer.json["data"]?["page_size"]?.integer == 1)
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
        }
    }

    @Test func cachedPage_costsOneRoundTrip_andThenNone_andIsTheSame() throws {
        try TestAPI.run { api in
            try api.addTask()
            let made = try api.get("/api/mj/self?page_size=5")
            for roundTrips in [1, 0, 0] {
                let before = api.list.context.hotState.roundTrips
                let kept = try api.get("/api/mj/self?page_size=5&p=&mj_id=")
                #expect(api.list.context.hotState.roundTrips == before + roundTrips)
                #expect(kept.body == made.body)
                #expect(kept.headers["etag"] == made.headers["etag"])
            }
            // Read your own write.
            let task = try api.addTask()
            #expect(try api.get("/api/mj/self?page_size=5").listed.first == task.mjID)
        }
    }

    @Test func cachedPage_needsNoDatabase() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            _ = try api.get("/api/mj/self")
            _ = try api.get("/api/mj/", token: "access-administrator")
            api.store.close()

            #expect(try api.get("/api/mj/self").listed == [task.mjID])
            #expect(try api.get("/api/mj", token: "access-administrator").listed == [task.mjID])
            let other = try api.get("/api/mj/self?p=2")
            #expect(other.status == 503)
            #expect(other.headers["retry-after"] != nil)
        }
    }

    @Test func redisKilled_givesTheSameBytes() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let made = try api.get("/api/mj/self")
            api.redis.kill()

            let unkept = try api.get("/api/mj/self")
            let next = try api.addTask()

            #expect(unkept.status == 200)
            #expect(unkept.body == made.body)
            #expect(unkept.headers["etag"] == made.headers["etag"])
            #expect(try api.get("/api/mj/self").listed == [next.mjID, task.mjID])
        }
    }

    @Test func flushedRedis_givesTheSameBytes_andIsFilledAgain() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let made = try api.get("/api/mj/self")
            let redis = try RedisConnection(
                socketPath: api.redis.socketPath,
                timeout: .seconds(5)
            )
            _ = try redis.send(RedisCommand("FLUSHALL"))

            let unkept = try api.get("/api/mj/self")
            let before = api.list.context.hotState.roundTrips
            let kept = try api.get("/api/mj/self")

            #expect(made.listed == [task.mjID])
            #expect(unkept.body == made.body)
            #expect(kept.body == made.body)
            #expect(api.list.context.hotState.roundTrips == before + 1)
        }
    }

    @Test func pageOfAnotherUser_isNeverGiven() throws {
        try TestAPI.run { api in
            let task = try api.addTask("sk-user")
            for _ in 1...2 {
                #expect(try api.get("/api/mj/self", token: "sk-user").listed == [task.mjID])
                #expect(try api.get("/api/mj/self", token: "sk-other").listed == [])
                #expect(try api.get("/api/mj/self", token: "access-administrator").listed == [])
                let found = try api.get("/api/mj/self?mj_id=\(task.mjID)", token: "sk-other")
                #expect(found.listed == [])
                #expect(found.json["data"]?["total"]?.integer == 0)
            }
        }
    }

    @Test func administrator_seesEverybodysTasks_withUserAndChannel() throws {
        try TestAPI.run { api in
            let first = try api.addTask("sk-user")
            let second = try api.addTask("sk-other")

            for target in ["/api/mj", "/api/mj/", "/api/mj?channel_id=\(api.channel.id)"] {
                let answer = try api.get(target, token: "access-administrator")

                #expect(answer.listed == [second.mjID, first.mjID])
                let item = answer.json["data"]?["items"]?.array?.first
                #expect(item?["user_id"]?.integer == api.other.id)
                #expect(item?["channel_id"]?.integer == api.channel.id)
            }
            let foreign = try api.get("/api/mj?channel_id=999", token: "access-administrator")
            #expect(foreign.listed == [])
        }
    }

    @Test func hotState_isShownOverTheRow_untilTheRowIsFinished() async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            let poller = HotState(configuration: api.services.hotState, versions: api.versions)
            #expect(try api.get("/api/mj/self").text.contains(#""progress":"0%""#))

            poller.write([
                HotTask(
                    mjID: task.mjID,
                    userID: task.userID,
                    version: HotTask.Version(epoch: 1, sequence: 1),
                    status: .inProgress,
                    percent: 42,
                    promptEn: "cat",
                    startTime: task.submitTime
                )
            ])

            let hot = try api.get("/api/mj/self").text
            #expect(hot.contains(#""status":"IN_PROGRESS","progress":"42%""#))
            let fetched = try api.get("/mj/task/\(task.mjID)/fetch")
            #expect(fetched.json["progress"]?.string == "42%")

            try await api.finish(task)
            let finished = try api.get("/api/mj/self").text
            #expect(finished.contains(#""status":"SUCCESS","progress":"100%""#))
        }
    }

    @Test func announcedWriterOfAnotherProcess_keepsCachesUnused() throws {
        try TestAPI.run { api in
            try api.addTask()
            _ = try api.get("/api/mj/self")
            let writer = try api.otherProcess()
            let scope = VersionScope(users: [api.user.id])
            let hotState = api.list.context.hotState

            writer.announce(scope)
            let before = hotState.roundTrips
            let during = try api.get("/api/mj/self")
            // Token and page are looked up and found out of use; the row is unfinished, so its
            // hot document is looked for; nothing is kept.
            #expect(hotState.roundTrips == before + 2)
            #expect(during.status == 200)
            writer.finish(scope)

            let after = try api.get("/api/mj/self")
            #expect(after.body == during.body)
            let kept = hotState.roundTrips
            _ = try api.get("/api/mj/self")
            #expect(hotState.roundTrips == kept + 1)
        }
    }

    @Test func endInTheFuture_isTheSamePage() throws {
        try TestAPI.run { api in
            try api.addTask()
            let now = api.clock.now
            _ = try api.get("/api/mj/self?end_timestamp=\(now / 1000 + 3600)")
            let before = api.list.context.hotState.roundTrips

            let next = try api.get("/api/mj/self?end_timestamp=\(now / 1000 + 3601)")

            #expect(api.list.context.hotState.roundTrips == before + 1)
            #expect(next.listed.count == 1)
        }
    }

    @Test func timeFilters_areSecondsThatIncludeTheirWhole() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let second = task.submitTime / 1000
            api.clock.set(task.submitTime + 100_000)

            func listed(_ query: String) throws -> Int {
                try api.get("/api/mj/self?" + query).listed.count
            }
            #expect(try listed("start_timestamp=\(second)&end_timestamp=\(second)") == 1)
            #expect(try listed("start_timestamp=\(second + 1)") == 0)
            #expect(try listed("end_timestamp=\(second - 1)") == 0)
            #expect(try listed("start_timestamp=\(task.submitTime)") == 1)
            #expect(try listed("start_timestamp=\(task.submitTime + 1)") == 0)
            #expect(try listed("end_timestamp=\(task.submitTime)") == 1)
            #expect(try listed("end_timestamp=\(task.submitTime - 1)") == 0)
        }
    }

    @Test func knownTag_is304_untilTheListChanges() throws {
        try TestAPI.run { api in
            try api.addTask()
            let tag = try #require(try api.get("/api/mj/self").headers["etag"])

            for header in [tag, "W/" + tag] {
                let same = try api.get("/api/mj/self", headers: ["If-None-Match": header])
                #expect(same.status == 304)
                #expect(same.body.isEmpty)
                #expect(same.headers["etag"] == tag)
            }
            try api.addTask()

            #expect(try api.get("/api/mj/self", headers: ["If-None-Match": tag]).status == 200)
        }
    }

    @Test func pageFarBeyondTheEnd_isEmpty() throws {
        try TestAPI.run { api in
            try api.addTask()

            let answer = try api.get("/api/mj/self?p=9223372036854775807&page_size=100")

            #expect(answer.status == 200)
            #expect(answer.listed == [])
            #expect(answer.json["data"]?["total"]?.integer == 1)
            #expect(answer.json["data"]?["page"]?.integer == .max)
        }
    }

    @Test(
        arguments: [
            ("page_size=0", "page_size"), ("page_size=-1", "page_size"),
            ("page_size=101", "page_size"), ("page_size=abc", "page_size"),
            ("page_size=1e3", "page_size"), ("p=0", "p"), ("p=-1", "p"),
            ("p=18446744073709551616", "p"), ("start_timestamp=noon", "start_timestamp"),
            ("end_timestamp=-1", "end_timestamp"),
            ("start_timestamp=2&end_timestamp=1", "end_timestamp"), ("mj_id='", "mj_id"),
            ("mj_id=%22", "mj_id"), ("mj_id=%00", "mj_id"),
            ("mj_id=" + String(repeating: "1", count: 10_000), "mj_id"), ("mj_id=%FF", "mj_id"),
        ])
    func badParameter_is400_andNamed_inBothLists(_ query: String, _ name: String) throws {
        try TestAPI.run { api in
            let answers = try [
                api.get("/api/mj/self?" + query),
                api.get("/api/mj/?" + query, token: "access-administrator"),
            ]

            for answer in answers {
                #expect(answer.status == 400)
                #expect(answer.json["success"] == .bool(false))
                #expect(answer.json["message"]?.string?.contains(name) == true)
            }
            // Who may not come in learns nothing else.
            #expect(try api.get("/api/mj/self?" + query, token: "sk-unknown").status == 401)
        }
    }

    @Test func settings_arePartOfThePage() throws {
        try TestAPI.run { api in
            try api.addTask()
            _ = try api.get("/api/mj/self")
            var services = api.services
            services.configuration.timeUnit = .milliseconds
            let restarted = Application(part: .list, services: services)

            let answer = try api.send("GET", "/api/mj/self", token: "sk-user", to: restarted)

            let item = answer.json["data"]?["items"]?.array?.first
            #expect(item?["submit_time"]?.integer ?? 0 > 1_000_000_000_000)
        }
    }
}
