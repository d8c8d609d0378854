import Domain
import Foundation
import HotState
import Redis
import TestSupport
import Testing

struct HotStateCachesTests {
    private let token = TokenHash.make()
    private let page = Array("{\"items\":\"100%s\\u0000\"}\0".utf8)

    private func keepAll(
        _ hotState: HotState,
        _ versions: Versions,
        identity: Identity = .make(),
        key: PageKey = .own
    ) throws {
        let user = try #require(versions.version(ofUser: identity.userID))
        let version = key.list == .own ? user : try #require(versions.versionOfEverything())
        hotState.keep(identity, of: token, version: user)
        hotState.keep(page: page, for: token, identity: identity, key: key, version: version)
    }

    @Test func lookUp_findsWhatAnotherThreadHasKept_inOneRoundTrip() throws {
        try World.with { world in
            try keepAll(world.another(), world.versions)
            let redis = try world.redis()
            _ = world.hotState.ping()
            let roundTrips = world.hotState.roundTrips
            let reads = try #require(try redis.statistic("total_reads_processed"))

            let found = world.hotState.lookUp(token: token, page: .own)

            #expect(found.identity == .make())
            #expect(found.page == page)
            #expect(world.hotState.roundTrips == roundTrips + 1)
            // The pipeline's read, and that of INFO itself.
            #expect(try redis.statistic("total_reads_processed") == reads + 2)
            #expect(try redis.statistic("cmdstat_get") == 2)
        }
    }

    @Test func lookUp_findsAPageOfAMegabyte() throws {
        try World.with { world in
            let large = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let version = try #require(world.versions.version(ofUser: 1))
            world.hotState.keep(.make(), of: token, version: version)
            world.hotState.keep(
                page: large,
                for: token,
                identity: .make(),
                key: .own,
                version: version
            )

            #expect(world.hotState.lookUp(token: token, page: .own).page == large)
        }
    }

    @Test func lookUp_findsNothing_fromTheAnnouncementOn() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)

            world.announced(1) {
                #expect(world.hotState.lookUp(token: token, page: .own).identity == nil)
                #expect(world.hotState.lookUp(token: token, page: .own).page == nil)
                #expect(world.hotState.identity(of: token) == nil)
            }

            let found = world.hotState.lookUp(token: token, page: .own)
            #expect(found.identity == nil)
            #expect(found.page == nil)
            #expect(world.hotState.identity(of: token) == nil)
        }
    }

    @Test func lookUp_stillFinds_afterAnotherUsersWrite() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)

            world.announced(2) {}

            #expect(world.hotState.lookUp(token: token, page: .own).page == page)
        }
    }

    @Test func everyonesPage_isDropped_byAnyWrite_andByOneToTheAdministrator() throws {
        try World.with { world in
            let admin = Identity.make(role: .admin)
            try keepAll(world.hotState, world.versions, identity: admin, key: .everyone)
            #expect(world.hotState.lookUp(token: token, page: .everyone).page == page)

            world.announced(2) {}

            let found = world.hotState.lookUp(token: token, page: .everyone)
            #expect(found.identity == admin)
            #expect(found.page == nil)
            world.announced(1) {}
            #expect(world.hotState.lookUp(token: token, page: .everyone).identity == nil)
        }
    }

    @Test func lookUp_takesNoOtherTokensOrQuerysPage() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)
            let everyone = world.hotState.lookUp(token: token, page: .everyone)
            #expect(everyone.identity == .make())
            #expect(everyone.page == nil)
            let other = PageKey(list: .own, query: PageKey.own.query + "&p=2")
            #expect(world.hotState.lookUp(token: token, page: other).page == nil)
            #expect(world.hotState.lookUp(token: .make(1), page: .own).identity == nil)
        }
    }

    @Test func lookUp_takesNoPageMadeForAnotherUser() throws {
        try World.with { world in
            let version = try #require(world.versions.version(ofUser: 1))
            #expect(version.word == world.versions.version(ofUser: 2)?.word)
            try keepAll(world.hotState, world.versions)
            // The token now stands for another user, whose version happens to be the same.
            world.hotState.keep(.make(user: 2), of: token, version: version)

            let found = world.hotState.lookUp(token: token, page: .own)

            #expect(found.identity?.userID == 2)
            #expect(found.page == nil)
        }
    }

    @Test func keep_keepsNothing_whenTheVersionHasMoved() throws {
        try World.with { world in
            let old = try #require(world.versions.version(ofUser: 1))
            world.announced(1) {}

            world.hotState.keep(.make(), of: token, version: old)
            world.hotState.keep(page: page, for: token, identity: .make(), key: .own, version: old)

            #expect(try world.redis().send(RedisCommand("DBSIZE")) == .integer(0))
        }
    }

    /// A reader and a writer in every order of their steps, with the real Redis between them.
    @Test func keptPages_areNeverStale_inAnyOrderOfSteps() throws {
        try World.with { world in
            let writer = try Versions.make(world.directory)
            var committed = 0
            var hits = 0
            for order in interleavings(of: [3, 3]) {
                var taken: Version?
                var body: [UInt8] = []
                var done = [0, 0]
                for party in order {
                    switch (party, done[party]) {
                    case (0, 0): taken = world.versions.version(ofUser: 1)
                    case (0, 1): body = Array(String(committed).utf8)
                    case (0, _):
                        guard let taken else { break }
                        world.hotState.keep(.make(), of: token, version: taken)
                        world.hotState.keep(
                            page: body,
                            for: token,
                            identity: .make(),
                            key: .own,
                            version: taken
                        )
                    case (_, 0): writer.announce(VersionScope(1))
                    case (_, 1): committed += 1
                    case (_, _): writer.finish(VersionScope(1))
                    }
                    done[party] += 1
                    if let found = world.hotState.lookUp(token: token, page: .own).page {
                        #expect(found == Array(String(committed).utf8), "order \(order)")
                        hits += 1
                    }
                }
            }
            #expect(hits > 0)
        }
    }

    @Test(arguments: ["token", "page"])
    func lookUp_findsNothing_inValuesThatAreNotOurs(kind: String) throws {
        try World.with { world in
            let redis = try world.redis()
            try keepAll(world.hotState, world.versions)
            let keys = try redis.send(RedisCommand(words: "KEYS", "mjtask:db:\(kind):*"))
            guard case .array(let found) = keys, case .bytes(let key)? = found.first else {
                Issue.record("no key of a \(kind)")
                return
            }
            let foreign = [
                RedisCommand("SET", key, Array("somebody else's".utf8)),
                RedisCommand("SET", key, []),
                RedisCommand("SET", key, Array(repeating: 0xff, count: 1000)),
                RedisCommand("APPEND", key, [0]),
                RedisCommand("RPUSH", key, [1]),
            ]
            for command in foreign {
                if command.name == "RPUSH" { _ = try redis.send(RedisCommand("DEL", key)) }
                _ = try redis.send(command)

                let found = world.hotState.lookUp(token: token, page: .own)

                #expect((found.identity == nil) == (kind == "token"))
                #expect(found.page == nil)
                // What lay there is simply written over.
                try keepAll(world.hotState, world.versions)
                #expect(world.hotState.lookUp(token: token, page: .own).page == page)
            }
        }
    }

    @Test func twoInstallations_onOneRedis_doNotMix() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)
            try withTemporaryDirectory { directory in
                let other = HotState(
                    configuration: .init(redisSocket: world.server.socketPath),
                    versions: try Versions.make(directory, databaseID: "other")
                )
                #expect(other.lookUp(token: token, page: .own).identity == nil)
            }
        }
    }

    @Test func pagesOfAnEarlierFile_neverMatch() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)
            try FileManager.default.removeItem(atPath: world.directory + "/versions")

            let rebooted = HotState(
                configuration: .init(redisSocket: world.server.socketPath),
                versions: try Versions.make(world.directory)
            )

            #expect(rebooted.lookUp(token: token, page: .own).identity == nil)
        }
    }

    @Test func everything_expires() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)
            world.hotState.write([.make()])
            let redis = try world.redis()
            guard case .array(let keys) = try redis.send(RedisCommand(words: "KEYS", "*")) else {
                Issue.record("no keys")
                return
            }
            #expect(keys.count == 3)
            for case .bytes(let key) in keys {
                guard case .integer(let seconds) = try redis.send(RedisCommand("TTL", key)) else {
                    Issue.record("no time to live")
                    return
                }
                #expect((3000...86_400).contains(seconds))
            }
        }
    }

    @Test func withoutRedis_everythingIsAMiss_andNothingFails() throws {
        try withTemporaryDirectory { directory in
            let versions = try Versions.make(directory)
            let sockets = ["", directory + "/nobody.sock"]
            for socket in sockets {
                let hotState = HotState(
                    configuration: .init(redisSocket: socket),
                    versions: versions
                )
                try keepAll(hotState, versions)
                #expect(hotState.lookUp(token: token, page: .own).identity == nil)
                #expect(hotState.identity(of: token) == nil)
                #expect(hotState.hotTasks(["1"]).isEmpty)
                #expect(!hotState.write([.make()]))
                #expect(!hotState.ping())
                #expect(hotState.roundTrips == 0)
                #expect(versions.version(ofUser: 1) != nil)
            }
        }
    }

    @Test func lookUp_worksAgain_afterRedisWasKilledAndRestarted() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)
            world.server.kill()
            #expect(world.hotState.lookUp(token: token, page: .own).identity == nil)
            #expect(!world.hotState.ping())

            let restarted = try RedisServer(directory: world.directory)
            defer { restarted.stop() }

            try waitUntil("the connection to come back") { world.hotState.ping() }
            #expect(world.hotState.lookUp(token: token, page: .own).identity == nil)
            try keepAll(world.hotState, world.versions)
            #expect(world.hotState.lookUp(token: token, page: .own).page == page)
        }
    }

    @Test func lookUp_findsNothing_afterFlushAll() throws {
        try World.with { world in
            try keepAll(world.hotState, world.versions)
            _ = try world.redis().send(RedisCommand("FLUSHALL"))

            #expect(world.hotState.lookUp(token: token, page: .own).identity == nil)
        }
    }

    /// A page rendered without hot documents that others have seen would move tasks backwards.
    @Test func keep_keepsNoPage_thatWasRenderedWithoutTheHotTasks() throws {
        try World.with { world in
            let hotState = world.another(timeout: .milliseconds(50))
            let version = try #require(world.versions.version(ofUser: 1))
            #expect(hotState.lookUp(token: token, page: .own).page == nil)
            try world.server.pause()
            #expect(hotState.hotTasks(["1"]).isEmpty)
            world.server.resume()
            try waitUntil("the connection to come back") { hotState.ping() }

            hotState.keep(.make(), of: token, version: version)
            hotState.keep(page: page, for: token, identity: .make(), key: .own, version: version)

            let found = hotState.lookUp(token: token, page: .own)
            #expect(found.identity == .make())
            #expect(found.page == nil)
            // The next request starts anew.
            hotState.keep(page: page, for: token, identity: .make(), key: .own, version: version)
            #expect(hotState.lookUp(token: token, page: .own).page == page)
        }
    }
}
