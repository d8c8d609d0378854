import Administration
import Domain
import Foundation
import Logging
import Settings
import Storage
import TestSupport
import Testing

/// Runs `body` with a demo whose channel is a stand-in of the test's own, and asked for however
/// often it fails.
///
/// - Parameter channel: arguments of the stand-in, such as `["--profile", "java"]`.
func withDemo(
    channel: [String],
    _ arguments: [String] = [],
    _ body: (RunningDemo, Channel) async throws -> Void
) async throws {
    try await withTemporaryDirectory { directory in
        let process = try DemoUpstreamProcess(
            directory: directory,
            arguments: [
                "--speed", "40", "--accounts", "8", "--core-size", "12", "--queue-size", "200",
            ] + channel
        )
        defer { process.stop() }
        let demo = try RunningDemo(
            directory: directory,
            arguments: [
                "--upstream", process.baseURL, "--set", "MJTASK_REFRESH_INTERVAL=200ms",
                "--set", "MJTASK_CHANNEL_FAILURES=0",
            ] + arguments
        )
        defer { demo.stop() }
        try await body(demo, Channel(demo: demo, process: process))
    }
}

/// The stand-in's own view, and its faults.
struct Channel {
    let demo: RunningDemo
    let process: DemoUpstreamProcess

    /// `{"target":"submit","kind":"status","status":503,"count":1}`
    func fault(_ json: String) async throws {
        let answer = try await send("POST", "/faults", json)
        guard answer.status == 200 else {
            throw NotAccepted(
                status: answer.status,
                body: String(decoding: answer.bytes, as: UTF8.self)
            )
        }
    }

    /// Changes how it behaves: `{"state":false}`.
    func set(_ settings: String) async throws {
        let answer = try await send("POST", "/settings", settings)
        guard answer.status == 200 else {
            throw NotAccepted(
                status: answer.status,
                body: String(decoding: answer.bytes, as: UTF8.self)
            )
        }
    }

    func clearFaults() async throws {
        _ = try await send("DELETE", "/faults")
    }

    @discardableResult
    func send(_ method: String, _ path: String, _ json: String? = nil) async throws -> Answer {
        try await demo.send(
            method,
            process.controlURL + path,
            body: json.map { Array($0.utf8) }
        )
    }

    /// What it was asked below `/mj`, oldest first.
    func requests(to route: String) async throws -> [JSONValue] {
        (try await send("GET", "/requests").json.array ?? [])
            .filter { $0["path"]?.string?.hasSuffix(route) == true }
    }

    /// The bodies that came for `route`.
    func bodies(of route: String) async throws -> [JSONValue] {
        try await requests(to: route).map { request in
            (try? JSONValue.parse(Array((request["body"]?.string ?? "").utf8))) ?? .null
        }
    }

    /// Its tasks, newest first.
    func tasks() async throws -> [JSONValue] {
        try await send("GET", "/tasks").json.array ?? []
    }
}

/// What a user has, and has spent.
struct Balance: Equatable {
    var quota: Int64
    var spent: Int64
}

extension RunningDemo {
    /// Of the demo's user; every balance agrees with its ledger.
    func balance() throws -> Balance {
        try withInstallation { installation in
            #expect(try installation.store.verifyLedger().isEmpty)
            let id = try #require(UserID(self["USER_ID"]))
            let user = try #require(try installation.store.users().first { $0.id == id })
            return Balance(quota: user.quota, spent: user.spent)
        }
    }

    /// Reads and writes as a command of `mjtask` does.
    func withInstallation<Result>(_ body: (Installation) throws -> Result) throws -> Result {
        let settings = try Settings(environment: [:], file: directory + "/mjtask.env")
        let installation = try Installation(
            .init(
                store: settings.store,
                hotState: settings.hotState,
                runDirectory: settings.runDirectory,
                pollerFile: settings.pollerFile
            ),
            logger: Logger(label: "test")
        )
        defer { installation.close() }
        return try body(installation)
    }
}
