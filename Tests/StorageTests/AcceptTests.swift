import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

struct AcceptTests {
    @Test func accept_makesATaskThatIsPaidFor() throws {
        try withTemporaryStore(configure: { $0.clock = { 1_700_000_000_000 } }) { store in
            let submitter = try store.makeSubmitter(quota: 60_000)
            let details = TaskDetails(
                state: "mine",
                description: "/imagine a cat",
                notifyHook: "http://hook",
                buttons: "",
                properties: #"{"a":1}"#,
                parent: "1600000000000000",
                hookSecret: "0123"
            )

            let task = try store.makeTask(of: submitter, prompt: "猫 'x'", details: details)

            let expected = MidjourneyTask(
                id: 1,
                mjID: "1700000000000000",
                userID: submitter.user.id,
                tokenID: submitter.token.id,
                channelID: submitter.channel.id,
                action: .imagine,
                prompt: "猫 'x'",
                submitTime: 1_700_000_000_000,
                quota: 50_000,
                hasHook: true
            )
            #expect(task == expected)
            let stored = try #require(try store.task(task.mjID, owner: submitter.user.id))
            #expect(stored.task == expected)
            #expect(stored.details == details)
            let user = try store.user(named: "ann")
            #expect(user.quota == 10_000)
            #expect(user.spent == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func accept_takesThePriceOfTheModeAndTheRatioOfTheGroup() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute(
                """
                INSERT INTO prices VALUES ('IMAGINE', 'TURBO', 90001);
                INSERT INTO groups VALUES ('half', 500000);
                """
            )

            #expect(try store.makeTask(of: submitter).quota == 50_000)
            #expect(try store.price(of: .make(of: submitter, mode: .turbo)) == 90_001)
            #expect(try store.price(of: .make(of: submitter, mode: .relax)) == 50_000)
            #expect(try store.price(of: .make(of: submitter, action: .inpaint)) == 0)

            try store.execute("UPDATE users SET grp = 'half'")
            #expect(try store.price(of: .make(of: submitter, mode: .turbo)) == 45_000)
            try store.execute("UPDATE tokens SET grp = 'default'")
            #expect(try store.price(of: .make(of: submitter, mode: .turbo)) == 90_001)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func accept_refuses_whatHasNoPrice() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()

            let unknown = try store.accept([.make(of: submitter, action: TaskAction(rawValue: "X"))]
            )
            #expect(unknown == .unpriced)

            try store.execute("UPDATE groups SET ratio = 9223372036854775807")
            #expect(try store.accept([.make(of: submitter)]) == .unpriced)
            #expect(try store.status().tasks == 0)
        }
    }

    @Test func accept_takesFromTheTokenToo_andNeverMoreThanItHas() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 1_000_000)
            try store.execute("UPDATE tokens SET remaining = 120000")

            let task = try store.makeTask(of: submitter)
            _ = try store.makeTask(of: submitter)
            #expect(try store.accept([.make(of: submitter)]) == .insufficientQuota)
            #expect(try store.number("SELECT remaining FROM tokens") == 20_000)
            #expect(try store.number("SELECT spent FROM tokens") == 100_000)

            try store.recordRefusal(mjID: task.mjID, code: 23, reason: "queue full")
            #expect(try store.number("SELECT remaining FROM tokens") == 70_000)
            #expect(try store.number("SELECT spent FROM tokens") == 50_000)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(arguments: [
        "UPDATE users SET enabled = 0", "UPDATE tokens SET enabled = 0",
        "UPDATE tokens SET expires_at = 1000",
    ])
    func accept_refuses_whoIsNotLetInAnyMore(change: String) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute(change)

            #expect(try store.accept([.make(of: submitter)]) == .credentialWithdrawn)
            #expect(try store.user(named: "ann").spent == 0)
        }
    }

    @Test func severalTasks_areAcceptedTogether_chargedEach() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter(quota: 100_000)
            let news = ["a", "b", "c"].map {
                NewTask.make(of: submitter, action: .describe, prompt: $0)
            }

            guard case .accepted(let tasks) = try store.accept(news) else {
                Issue.record("not accepted")
                return
            }

            #expect(tasks.map(\.prompt) == ["a", "b", "c"])
            #expect(tasks.map(\.quota) == [25_000, 25_000, 25_000])
            #expect(Set(tasks.map(\.mjID)).count == 3)
            #expect(try tasks.map { try store.stored($0) } == tasks)
            #expect(try store.user(named: "ann").quota == 25_000)
            #expect(try store.number("SELECT count(*) FROM ledger WHERE kind = 'charge'") == 3)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test(arguments: ["UPDATE users SET quota = 149999", "UPDATE tokens SET remaining = 149999"])
    func ofSeveralTasks_noneIsAccepted_whenAllCannotBePaid(change: String) throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            try store.execute(change)

            let outcome = try store.accept((0..<3).map { _ in .make(of: submitter) })

            #expect(outcome == .insufficientQuota)
            #expect(try store.status().tasks == 0)
            #expect(try store.user(named: "ann").spent == 0)
        }
    }

    @Test func ofSeveralTasks_noneIsAccepted_whenTheirChannelIsGone() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            var lost = NewTask.make(of: submitter)
            lost.channelID = 99

            #expect(throws: StorageError.notFound(what: "channel")) {
                try store.accept([lost, lost])
            }
            #expect(try store.status().tasks == 0)
            #expect(try store.user(named: "ann").spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func accept_refusesATokenOfAnotherUser() throws {
        try withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let mixed = Submitter(user: ann.user, token: bob.token, channel: ann.channel)

            #expect(try store.accept([.make(of: mixed)]) == .credentialWithdrawn)
        }
    }

    @Test func accept_throwsNotFound_forAChannelThatIsNot() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let channel = Channel(id: 99, name: "x", baseURL: "", secret: "")
            let lost = Submitter(user: submitter.user, token: submitter.token, channel: channel)

            #expect(throws: StorageError.notFound(what: "channel")) {
                try store.accept([.make(of: lost)])
            }
            #expect(try store.user(named: "ann").spent == 0)
        }
    }

    @Test func mjIDs_areUnique_growAndPassOverThoseThatExist() throws {
        try withTemporaryStore(configure: { $0.clock = { 1_700_000_000_000 } }) { store in
            let submitter = try store.makeSubmitter()
            let first = try store.makeTask(of: submitter)
            // An imported task that happens to have the next id.
            try store.execute(
                """
                INSERT INTO tasks (user_id, user_ordinal, id, ordinal, mj_id, action, status,
                    prompt, submit_time)
                VALUES (1, 2, 2, 2, '1700000000000001', 'IMAGINE', 'NOT_START', '', 1700000000000);
                UPDATE meta SET value = 2 WHERE key = 'last_task_id';
                """
            )

            let second = try store.makeTask(of: submitter)

            #expect(first.mjID == "1700000000000000")
            #expect(second.mjID == "1700000000000002")
            #expect(second.id == 3)
        }
    }

    @Test func submitTimes_neverGoBack_andAJumpIsLoggedOnce() throws {
        let now = Mutex<Milliseconds>(100_000)
        let messages = LogRecorder.Messages()
        try withTemporaryDirectory { directory in
            var configuration = Store.Configuration(path: directory + "/mjtask.db")
            configuration.clock = { now.withLock { $0 } }
            let logger = recordingLogger(messages)
            _ = try Store.prepare(configuration, logger: .silent)
            let store = try Store(
                configuration: configuration,
                versions: NoVersions(),
                logger: logger
            )
            defer { store.close() }
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)

            func times(_ clock: [Milliseconds], of submitter: Submitter) throws -> [Milliseconds] {
                try clock.map { time in
                    now.withLock { $0 = time }
                    return try store.makeTask(of: submitter).submitTime
                }
            }

            #expect(try times([100_000, 99_500], of: ann) == [100_000, 100_000])
            #expect(messages.all.isEmpty)
            // Across users: the list of all users is filtered by time as well.
            #expect(try times([50_000, 60_000, 99_999], of: bob) == [100_000, 100_000, 100_000])
            #expect(messages.all.count == 1)
            #expect(try times([100_001, 90_000], of: ann) == [100_001, 100_001])
            #expect(messages.all.count == 2)
            #expect(messages.all.allSatisfy { $0.hasPrefix("warning: the clock is behind") })
        }
    }

    private func recordingLogger(_ messages: LogRecorder.Messages) -> Logger {
        Logger(label: "test") { _ in LogRecorder(messages) }
    }
}

extension Store {
    /// What accepting a task takes.
    fileprivate func price(of new: NewTask) throws -> Int64 {
        guard case .accepted(let tasks) = try accept([new]), let task = tasks.first else {
            return -1
        }
        return task.quota
    }
}
