import Domain
import FastCGI
import Foundation
import HotState
import Logging
import Polling
import Storage
import TaskAPI
import TestSupport
import Testing
import Upstream

@testable import Settings

@Suite struct SettingsTests {
    /// Settings from a file with `text`, under `environment`.
    private func settings(
        _ text: String,
        environment: [String: String] = [:]
    ) throws -> Settings {
        try withTemporaryDirectory { directory in
            let path = directory + "/mjtask.env"
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            return try Settings(environment: environment, file: path)
        }
    }

    private func problems(
        _ text: String,
        environment: [String: String] = [:]
    ) throws -> [String] {
        do {
            _ = try settings(text, environment: environment)
            return []
        } catch let error as SettingsError {
            return error.problems
        }
    }

    @Test func withoutAnything_theDefaultsCount() throws {
        let settings = try settings("")
        #expect(settings.store.path == "/var/lib/mjtask/mjtask.db")
        #expect(settings.listWorkers.threads == 64)
        #expect(settings.polling.lockFile == "/run/mjtask/poller.lock")
        #expect(settings.taskAPI.pollerFile == settings.polling.lockFile)
        #expect(settings.origins.isEmpty)
    }

    /// A table that forgot a setting, or put two into one place, would show here.
    @Test func everySetting_reachesItsPlace() throws {
        var changed: [String: String] = [:]
        for setting in Settings.table {
            let candidates = [
                "7", "17s", "17K", "70M", "/srv/x", "https://x.example", "debug", "milliseconds",
                "/x/",
                "61s", "2h", "7s", "2d", "3min",
            ]
            let other = candidates.first { candidate in
                var trial = Settings.defaults
                return setting.assign(candidate, &trial)
                    && setting.text(trial) != setting.defaultText
            }
            let value: String = try #require(other, "\(setting.key)")
            changed[setting.key] = value
        }
        // What must not contradict one another.
        changed["MJTASK_POLL_BACKOFF"] = "100s"
        changed["MJTASK_POLLER_STALE_AFTER"] = "100s"
        changed["MJTASK_TASK_DEADLINE"] = "50s"
        changed["MJTASK_SUBMIT_DEADLINE"] = "100s"
        changed["MJTASK_HOT_LIFETIME"] = "2d"
        changed["MJTASK_POLL_LONGEST"] = "40s"
        let text = changed.map { "\($0.key)='\($0.value)'" }.joined(separator: "\n")
        let settings = try settings(text)
        for setting in Settings.table {
            #expect(setting.text(settings) == changed[setting.key], "\(setting.key)")
        }
        #expect(settings.store.batchLimit == 7)
        #expect(settings.hotState.redisSocket == "/srv/x")
        #expect(settings.taskAPI.timeUnit == .milliseconds)
        #expect(settings.taskAPI.allowedOrigins == ["https://x.example"])
        #expect(settings.polling.schedule.longest == .seconds(40))
        #expect(settings.logLevel == .debug)
        #expect(settings.polling.lockFile == "/srv/x/poller.lock")
    }

    /// A configuration that gains a field needs a row, or to be named here with its reason.
    @Test func everyFieldOfTheConfigurations_isASetting() {
        let derived = [
            "store.doesCheckpoints",  // what a program is
            "store.clock", "store.faults",  // for tests
            "taskAPI.pollerFile", "polling.lockFile",  // in the run directory
            // those of other modules
            "polling.publicURL", "polling.submitPatience", "callbacks.connectTimeout",
            "store.channelHealth.trialPatience", "origins",
        ]
        let fields = fieldNames(of: Settings.defaults)
            .filter { !derived.contains($0) && !$0.hasPrefix("polling.paces.") }
        #expect(fields.count == Settings.table.count, "\(fields)")
    }

    private func fieldNames(of value: Any) -> [String] {
        Mirror(reflecting: value).children.flatMap { child -> [String] in
            let label = child.label ?? ""
            switch child.value {
            case is Duration, is [String], is [String: Settings.Origin], is String,
                is AllowedReceivers:
                return [label]
            default:
                let inner = fieldNames(of: child.value)
                return inner.isEmpty ? [label] : inner.map { "\(label).\($0)" }
            }
        }
    }

    @Test func theEnvironment_takesPrecedenceOverTheFile() throws {
        let settings = try settings(
            "MJTASK_LIST_THREADS=8\nMJTASK_RELAY_THREADS=999",
            environment: ["MJTASK_LIST_THREADS": "16", "PATH": "/bin"]
        )
        #expect(settings.listWorkers.threads == 16)
        #expect(settings.relayWorkers.threads == 999)
        #expect(settings.origins["MJTASK_LIST_THREADS"] == .environment)
        guard case .file(_, let line) = settings.origins["MJTASK_RELAY_THREADS"] else {
            Issue.record("the file is not named")
            return
        }
        #expect(line == 2)
    }

    @Test func theLastOfSeveralLines_counts() throws {
        #expect(
            try settings("MJTASK_LIST_THREADS=8\nMJTASK_LIST_THREADS=9").listWorkers.threads == 9
        )
    }

    @Test func anEmptyValue_isNotTheDefault() throws {
        #expect(try settings("MJTASK_REDIS_SOCKET=").hotState.redisSocket == "")
        #expect(
            try problems("", environment: ["MJTASK_LIST_THREADS": ""])
                == [
                    "MJTASK_LIST_THREADS=\"\" (environment): must be a whole number from 1 to 1024"
                ]
        )
    }

    @Test func allProblems_areReportedAtOnce_withKeyAndValueAndWhatWouldBeRight() throws {
        let problems = try problems(
            """
            MJTASK_LIST_THREADS=many
            not an assignment
            MJTASK_DATABSE=/x
            MJTASK_COLOUR=red
            MJTASK_MAX_BODY=32MB
            """,
            environment: ["MJTASK_REDIS_TIMEOUT": "15"]
        )
        #expect(problems.count == 6)
        let expected = [
            ["line 2", "not KEY=value"],
            ["MJTASK_DATABSE", "line 3", "did you mean MJTASK_DATABASE?"],
            ["MJTASK_COLOUR", "line 4", "no such setting"],
            ["MJTASK_REDIS_TIMEOUT=\"15\" (environment)", "such as 500ms"],
            ["MJTASK_MAX_BODY=\"32MB\"", "line 5", "32M"],
            ["MJTASK_LIST_THREADS=\"many\"", "line 1", "from 1 to 1024"],
        ]
        for words in expected {
            #expect(
                problems.contains { problem in words.allSatisfy { problem.contains($0) } },
                "\(words)"
            )
        }
    }

    @Test func problems_showNoValueThatMayBeSecret() throws {
        let problems = try problems(
            """
            MJTASK_CHANNEL_SECRET=hunter2
            MJTASK_PUBLIC_URL=https://me:hunter2@example.com
            hunter2
            """
        )
        #expect(problems.count == 3)
        #expect(!problems.joined().contains("hunter2"))
    }

    @Test func keysOfOthers_areLeftAlone_unlessTheyLookLikeOurs() throws {
        #expect(try problems("TZ=UTC\nMALLOC_ARENA_MAX=2") == [])
        #expect(try problems("MTASK_DATABASE=/x").count == 1)
    }

    @Test(arguments: [
        ("MJTASK_POLL_SHORTEST=20s", "MJTASK_POLL_LONGEST=\"15s\""),
        (
            "MJTASK_POLLER_STALE_AFTER=2s\nMJTASK_REFRESH_INTERVAL=3s",
            "MJTASK_POLLER_STALE_AFTER=\"2s\""
        ),
        ("MJTASK_RELAY_THREADS=511", "MJTASK_RELAY_THREADS=\"511\""),
        ("MJTASK_POLL_SHORTEST=2s\nMJTASK_POLL_BACKOFF=1s", "MJTASK_POLL_BACKOFF=\"1s\""),
        ("MJTASK_TASK_DEADLINE=2d", "MJTASK_HOT_LIFETIME=\"1d\""),
        ("MJTASK_CHANNEL_SUBMIT_TIMEOUT=111s", "MJTASK_SUBMIT_DEADLINE=\"2min\""),
    ])
    func settingsThatContradictOneAnother_areRefused(text: String, named: String) throws {
        let problems = try problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(named) == true)
    }

    @Test func thePoller_knowsHowLongRelaysWait() throws {
        let settings = try settings("MJTASK_CHANNEL_SUBMIT_TIMEOUT=110s")
        #expect(settings.polling.submitPatience == .seconds(115))
    }

    @Test func theFile_isNamedByTheEnvironment_whenNoneIsGiven() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/other.env"
            try "MJTASK_LOG_LEVEL=error".write(toFile: path, atomically: false, encoding: .utf8)
            let settings = try Settings(environment: ["MJTASK_SETTINGS": path], file: nil)
            #expect(settings.logLevel == .error)
        }
    }

    @Test func aNamedFileThatIsNotThere_isAProblem() {
        let error = #expect(throws: SettingsError.self) {
            try Settings(environment: [:], file: "/nowhere/mjtask.env")
        }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.contains("/nowhere/mjtask.env") == true)
        #expect(error?.problems.first?.contains("no such file") == true)
    }

    @Test func aFileThatIsNotText_isAProblem() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/mjtask.env"
            try Data([0x4d, 0xff, 0xfe]).write(to: URL(filePath: path))
            let error = #expect(throws: SettingsError.self) {
                try Settings(environment: [:], file: path)
            }
            #expect(error?.description.contains("UTF-8") == true)
        }
    }
}
