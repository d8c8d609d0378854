import Domain
import HotState
import Redis
import TestSupport
import Testing

struct HotStateHotTasksTests {
    @Test func hotTasks_findsWhatWasWritten_inOneRoundTrip() throws {
        try World.with { world in
            let tasks = (1...1000).map { HotTask.make("\($0)", user: UserID($0 % 7 + 1)) }
            #expect(world.hotState.write(tasks))
            let reader = world.another()

            let found = reader.hotTasks((1...1001).map { "\($0)" })

            #expect(found.count == 1000)
            #expect(tasks.allSatisfy { found[$0.mjID] == $0 })
            #expect(reader.roundTrips == 1)
        }
    }

    @Test func write_ofAThousand_isOneRoundTrip_onceTheScriptIsKnown() throws {
        try World.with { world in
            world.hotState.write([.make()])
            let before = world.hotState.roundTrips

            #expect(world.hotState.write((1...1000).map { HotTask.make("\($0)") }))

            #expect(world.hotState.roundTrips == before + 1)
        }
    }

    @Test func nothing_asksNothing() throws {
        try World.with { world in
            let version = world.versions.version(ofUser: 1)
            #expect(world.hotState.write([]))
            #expect(world.hotState.hotTasks([]).isEmpty)
            #expect(world.hotState.roundTrips == 0)
            #expect(world.versions.version(ofUser: 1) == version)
        }
    }

    /// Versions as (epoch, sequence) in the order of their writes, and the one that stays.
    @Test(
        arguments: [
            ([(1, 1), (1, 2)], (1, 2)),
            ([(1, 2), (1, 1)], (1, 2)),
            ([(1, 9), (1, 10)], (1, 10)),
            ([(1, 10), (1, 9)], (1, 10)),
            ([(1, 500), (2, 1)], (2, 1)),
            ([(2, 1), (1, 500)], (2, 1)),
            ([(9, 1), (10, 1), (9, 2)], (10, 1)),
            ([(1, .max), (1, 9_007_199_254_740_993), (2, 0)], (2, 0)),
            ([(0, 9_007_199_254_740_993), (0, 9_007_199_254_740_992)], (0, 9_007_199_254_740_993)),
        ] as [([(Int64, Int64)], (Int64, Int64))]
    )
    func write_writesOnlyOverAnOlderDocument(
        writes: [(Int64, Int64)],
        last: (Int64, Int64)
    ) throws {
        try World.with { world in
            for (epoch, sequence) in writes {
                #expect(world.hotState.write([.make("1", epoch: epoch, sequence: sequence)]))
            }
            let found = world.hotState.hotTasks(["1"])["1"]
            #expect(found?.version == .init(epoch: last.0, sequence: last.1))
        }
    }

    @Test func write_leavesTheDocumentOfTheSameVersion() throws {
        try World.with { world in
            world.hotState.write([.make("1", percent: 30)])
            world.hotState.write([.make("1", percent: 40)])
            #expect(world.hotState.hotTasks(["1"])["1"]?.percent == 30)
        }
    }

    @Test func write_isAnAnnouncedChange_ofItsUsersAlone() throws {
        try World.with { world in
            let before = (1...3).map { world.versions.version(ofUser: $0) }

            world.hotState.write([.make("1", user: 1), .make("2", user: 2)])

            let after = (1...3).map { world.versions.version(ofUser: $0) }
            #expect(after[0]?.word == (before[0]?.word).map { $0 + 1 << 16 })
            #expect(after[1]?.word == (before[1]?.word).map { $0 + 1 << 16 })
            #expect(after[2] == before[2])
        }
    }

    @Test func write_finishes_andReportsTheLoss_whenRedisWasKilled() throws {
        try World.with { world in
            #expect(world.hotState.write([.make()]))
            world.server.kill()
            let before = try #require(world.versions.version(ofUser: 1))

            #expect(!world.hotState.write([.make(sequence: 2)]))

            // It may have been written before Redis died.
            let after = try #require(world.versions.version(ofUser: 1))
            #expect(after.word == before.word + 1 << 16)
            #expect(!world.hotState.write([.make(sequence: 3)]))
        }
    }

    /// A Redis that hung carries out what it finds in its socket, when it goes on. By then the
    /// writer has finished, and pages made since would not show the change.
    @Test func write_thatTimedOut_isNotCarriedOutLater() throws {
        try World.with { world in
            let writer = world.another(timeout: .milliseconds(500))
            #expect(writer.write([.make("1")]))
            let redis = try world.redis()
            let calls = try #require(try redis.statistic("cmdstat_evalsha"))

            try world.server.pause()
            #expect(!writer.write([.make("1", sequence: 2), .make("2")]))
            world.server.resume()

            try waitUntil("redis to look at the late script") {
                try redis.statistic("cmdstat_evalsha") == calls + 1
            }
            let found = world.hotState.hotTasks(["1", "2"])
            #expect(found["1"]?.version.sequence == 1)
            #expect(found["2"] == nil)
        }
    }

    @Test func write_worksAgain_afterScriptFlush_andFlushAll() throws {
        try World.with { world in
            world.hotState.write([.make("1", sequence: 5)])
            let redis = try world.redis()
            _ = try redis.pipeline([
                RedisCommand(words: "SCRIPT", "FLUSH"), RedisCommand("FLUSHALL"),
            ])

            #expect(world.hotState.write([.make("1", sequence: 1)]))

            #expect(world.hotState.hotTasks(["1"])["1"]?.version.sequence == 1)
        }
    }

    @Test(arguments: ["SET", "RPUSH"])
    func foreignValues_areMisses_andAreWrittenOver(command: String) throws {
        try World.with { world in
            let redis = try world.redis()
            for value in ["", "somebody else's", String(repeating: "9", count: 60)] {
                _ = try redis.send(RedisCommand(words: "DEL", "mjtask:db:hot:1"))
                _ = try redis.send(RedisCommand(words: command, "mjtask:db:hot:1", value))
                world.hotState.write([.make("2", sequence: 3)])

                #expect(world.hotState.hotTasks(["1", "2"]).keys.sorted() == ["2"])
                #expect(world.hotState.write([.make("1")]))
                #expect(world.hotState.hotTasks(["1"])["1"] == .make("1"))
            }
        }
    }

    @Test func ping_tellsWhetherRedisAnswers() throws {
        try World.with { world in
            #expect(world.hotState.ping())
            world.server.kill()
            #expect(!world.hotState.ping())
        }
    }
}
