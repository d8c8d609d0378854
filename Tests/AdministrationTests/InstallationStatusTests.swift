import Administration
import Domain
import Foundation
import Glibc
import Storage
import TestSupport
import Testing

@Suite struct InstallationStatusTests {
    @Test func aNewInstallation_hasNoPoller_andSaysHowToStartIt() throws {
        try withInstallation { installation, _ in
            _ = try installation.addUser(named: "alice", role: .common, group: "default", quota: 0)
            let status = try installation.status(staleAfter: .seconds(60))
            #expect(status.store.users == 1)
            #expect(status.store.tasks == 0)
            #expect(status.store.databaseBytes > 0)
            #expect(status.redis == .unused)
            #expect(status.poller == .absent)
            #expect(status.pollerAge == nil)
            #expect(!status.isWriterAnnounced)
            #expect(status.foreignFiles == [])
            #expect(status.problems.count == 1)
            #expect(status.problems.first?.contains("systemctl start mjtask-poller") == true)
        }
    }

    @Test func redis_isReachableOrNot() throws {
        var server: RedisServer?
        try withInstallation(
            redisSocket: { directory in
                let started = try RedisServer(directory: directory)
                server = started
                return started.socketPath
            }
        ) { installation, _ in
            #expect(try installation.status(staleAfter: .seconds(60)).redis == .reachable)
            server?.kill()
            let status = try installation.status(staleAfter: .seconds(60))
            #expect(status.redis == .unreachable)
            #expect(status.problems.contains { $0.contains("MJTASK_REDIS_SOCKET") })
        }
    }

    @Test func aPoller_isWorkingOrStale_byItsLockAndItsLastRound() throws {
        try withInstallation { installation, directory in
            let path = directory + "/run/poller.lock"
            try "\(wallClock() - 30_000)".write(toFile: path, atomically: false, encoding: .utf8)
            #expect(try installation.status(staleAfter: .seconds(60)).poller == .absent)
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            defer { close(descriptor) }
            #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)

            let status = try installation.status(staleAfter: .seconds(60))
            #expect(status.poller == .working)
            #expect(try #require(status.pollerAge) >= .seconds(30))
            #expect(status.problems == [])
            let late = try installation.status(staleAfter: .seconds(10))
            #expect(late.poller == .stale)
            #expect(late.problems.count == 1)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func filesOfSomebodyElse_areNamed() throws {
        try withInstallation { installation, directory in
            let lock = directory + "/run/poller.lock"
            try "0".write(toFile: lock, atomically: false, encoding: .utf8)
            #expect(chown(lock, 65_534, 65_534) == 0)
            let status = try installation.status(staleAfter: .seconds(60))
            #expect(status.foreignFiles == [lock])
            #expect(status.problems.contains { $0.hasPrefix(lock + " ") })
        }
    }
}
