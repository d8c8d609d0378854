import Foundation
import Testing
import Upstream

@testable import TaskAPI

/// Those who wait for us must wait longer than we do.
struct PatienceTests {
    private let longest = Patience(submitTimeout: ChannelClient.Configuration().submitTimeout).whole

    /// The number of seconds that stands behind `key` in a file of the repository.
    private func seconds(_ key: String, in file: String) throws -> Duration {
        let path = URL(filePath: #filePath).appending(path: "../../../\(file)").standardizedFileURL
        let line = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            .first { $0.hasPrefix(key) }
        let number = try #require(line).dropFirst(key.count).prefix { $0.isNumber }
        return .seconds(try #require(Int(number)))
    }

    @Test func nginx_waitsForTheLongestRequest_andItsCommits() throws {
        let patience = try seconds("fastcgi_read_timeout ", in: "nginx/mjtask-relay.conf")

        #expect(longest == .seconds(70))
        #expect(longest + .seconds(5) <= patience)
    }

    @Test func serviceManager_waitsForTheLongestRequest_too() throws {
        let patience = try seconds("TimeoutStopSec=", in: "systemd/mjtask-relay.service")

        #expect(longest + .seconds(5) < patience)
    }
}
