import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import TaskAPI

struct HealthEndpointTests {
    @Test func everythingThere_isOK() throws {
        try TestAPI.run { api in
            try Data().write(to: URL(filePath: api.services.configuration.pollerFile))

            let answer = try api.get("/mj/healthz", token: nil)

            #expect(answer.status == 200)
            #expect(answer.json["status"]?.string == "ok")
            #expect(answer.json["sqlite"]?.string == "ok")
            #expect(answer.json["redis"]?.string == "ok")
            #expect(answer.json["poller_age_seconds"]?.integer == 0)
        }
    }

    @Test func pollerThatStopped_isDegraded_withItsAge() throws {
        try TestAPI.run { api in
            try Data().write(to: URL(filePath: api.services.configuration.pollerFile))
            api.clock.set(api.clock.now + 120_500)

            let answer = try api.get("/mj/healthz", token: nil)

            #expect(answer.status == 200)
            #expect(answer.json["status"]?.string == "degraded")
            #expect(answer.json["poller"]?.string == "stale")
            #expect(answer.json["poller_age_seconds"]?.integer == 120)
        }
    }

    @Test func pollerThatNeverRan_isUnknown() throws {
        try TestAPI.run { api in
            let answer = try api.get("/mj/healthz", token: nil)

            #expect(answer.status == 200)
            #expect(answer.json["poller"]?.string == "unknown")
            #expect(answer.json["poller_age_seconds"] == .null)
        }
    }

    @Test func redisAway_isDegraded_butServes() throws {
        try TestAPI.run { api in
            try Data().write(to: URL(filePath: api.services.configuration.pollerFile))
            api.redis.kill()

            let answer = try api.get("/mj/healthz", token: nil)

            #expect(answer.status == 200)
            #expect(answer.json["status"]?.string == "degraded")
            #expect(answer.json["redis"]?.string == "away")
        }
    }

    @Test func databaseGone_is503() throws {
        try TestAPI.run { api in
            api.store.close()

            let answer = try api.get("/mj/healthz", token: nil)

            #expect(answer.status == 503)
            #expect(answer.json["status"]?.string == "failing")
            #expect(answer.headers["retry-after"] != nil)
        }
    }
}
