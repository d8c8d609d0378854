import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportTasksTests {
    @Test(arguments: NewAPIDatabase.Generation.allCases)
    func aTask_isShownAsItWas(generation: NewAPIDatabase.Generation) throws {
        try withImportBench(generation) { bench in
            try bench.addUser(1)
            try bench.addChannel(1)
            try bench.addTask(
                7,
                [
                    "mj_id": "'1600000000000042'", "code": "22", "action": "'LOW_VARIATION'",
                    "prompt": "'一只猫'", "prompt_en": "'a cat'", "description": "'/imagine 猫'",
                    "state": "'s1'", "submit_time": "1600000000123", "start_time": "1600000001123",
                    "finish_time": "1600000061123", "image_url": "'https://cdn/a.png'",
                    "fail_reason": "''", "quota": "75000", "buttons": "'[{\"customId\":\"U1\"}]'",
                    "properties": "'{\"finalPrompt\":\"a cat\"}'",
                ]
            )

            let report = try bench.run()

            #expect(report.remarks == [])
            try bench.withStore { store in
                let (task, details) = try #require(try store.task("1600000000000042", owner: 1))
                #expect(
                    task
                        == MidjourneyTask(
                            id: 7,
                            mjID: "1600000000000042",
                            userID: 1,
                            channelID: 1,
                            upstreamID: "1600000000000042",
                            action: TaskAction(rawValue: "LOW_VARIATION"),
                            status: .success,
                            progress: .complete,
                            prompt: "一只猫",
                            promptEn: "a cat",
                            submitTime: 1_600_000_000_123,
                            startTime: 1_600_000_001_123,
                            finishTime: 1_600_000_061_123,
                            quota: 75_000,
                            hasPicture: true
                        )
                )
                #expect(
                    details
                        == TaskDetails(
                            state: "s1",
                            description: "/imagine 猫",
                            buttons: #"[{"customId":"U1"}]"#,
                            properties: #"{"finalPrompt":"a cat"}"#,
                            answerCode: 22
                        )
                )
                #expect(try store.everything(.user(1)) == [task])
                #expect(try store.everything(.everyone(channelID: 1)) == [task])
                #expect(try store.damages() == [])
            }
        }
    }

    @Test func newIDs_passOverThoseThatAreKept_whateverElseLooksLikeOne() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            // The second is no number, and comes after the first.
            try bench.addTask(1, ["mj_id": "'1700000000000003'"])
            try bench.addTask(2, ["mj_id": "'170000000000000a'"])
            for id in 3...14 { try bench.addTask(id, ["mj_id": "''"]) }

            try bench.run()

            try bench.withStore { store in
                let ids = try store.everything(.user(1)).map(\.mjID)
                #expect(ids.count == 14)
                #expect(Set(ids).count == 14)
                #expect(ids.contains("1700000000000004"))
            }
        }
    }

    @Test func videos_becomeLists() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            let stored = [
                #"[{"url":"https://a/1.mp4"},{"url":"https://a/2.mp4"}]"#, "null", "", "[{",
                #"["https://a/3.mp4",7,{"x":1}]"#, "{}",
            ]
            for (index, text) in stored.enumerated() {
                try bench.addTask(index + 1, ["video_urls": "'\(text)'", "video_url": "'v'"])
            }

            try bench.run()

            try bench.withStore { store in
                let tasks = try store.everything(.user(1)).reversed()
                #expect(
                    tasks.map(\.videoURLs) == [
                        ["https://a/1.mp4", "https://a/2.mp4"], [], [], [], ["https://a/3.mp4"], [],
                    ]
                )
                #expect(tasks.allSatisfy { $0.videoURL == "v" })
            }
        }
    }

    private static let states: [(status: String, progress: String, more: String, TaskStatus, Int)] =
        [
            ("SUCCESS", "100%", "", .success, 100),
            ("SUCCESS", "62%", "", .success, 100),
            ("SUCCESS", "", "", .success, 100),
            ("FAILURE", "100%", "", .failure, 100),
            ("FAILURE", "31%", "", .failure, 31),
            ("CANCEL", "7%", "", .cancel, 7),
            ("", "100%", "https://a/b.png", .success, 100),
            ("", "100%", "", .failure, 100),
            ("IN_PROGRESS", "100%", "", .failure, 100),
            ("", "0%", "", .failure, 0),
            ("SOMETHING", "relaxed", "", .failure, 0),
            ("IN_PROGRESS", "250", "", .failure, 100),
            ("SUBMITTED", "-5%", "", .failure, 0),
        ]

    @Test(arguments: states.indices)
    func anOldTask_isFinished_andItsProgressIsANumber(index: Int) throws {
        let (status, progress, picture, expected, percent) = Self.states[index]
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.addTask(
                1,
                [
                    "status": "'\(status)'", "progress": "'\(progress)'",
                    "image_url": "'\(picture)'",
                ]
            )

            try bench.run()

            try bench.withStore { store in
                let task = try #require(try store.everything(.user(1)).first)
                #expect(task.status == expected)
                #expect(task.progress.percent == percent)
                #expect(try store.status().unfinishedTasks == 0)
            }
        }
    }

    @Test func idsThatCannotBeKept_areReplaced_andRemainTheChannels() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.addUser(2)
            try bench.addTask(1, ["mj_id": "'a'"])
            try bench.addTask(2, ["mj_id": "'a'", "user_id": "2"])
            try bench.addTask(3, ["mj_id": "''"])
            try bench.addTask(4, ["mj_id": "NULL"])
            try bench.addTask(5, ["mj_id": "'a b'"])
            try bench.addTask(6, ["mj_id": "x'61'"])
            try bench.addTask(7, ["mj_id": "'\(bench.now * 1_000)'"])
            try bench.addTask(8, ["mj_id": "'\(String(repeating: "9", count: 65))'"])

            let report = try bench.run()

            try bench.withStore { store in
                let tasks = try store.everything(.everyone(channelID: nil)).reversed()
                #expect(tasks.map(\.id) == [1, 2, 3, 4, 5, 6, 7, 8])
                let ids = tasks.map(\.mjID)
                #expect(ids[0] == "a")
                #expect(ids[6] == "\(bench.now * 1_000)")
                #expect(Set(ids).count == 8)
                for id in ids[1...5] + [ids[7]] {
                    #expect(id.wholeMatch(of: /[1-9][0-9]{15}/) != nil)
                }
                #expect(
                    tasks.map(\.upstreamID).prefix(6) == ["a", "a", nil, nil, "a b", "a"]
                )
                // The next one of ours is none of them.
                let submitter = try store.makeSubmitter("ann", byte: 9)
                // One that only tasks named came disabled.
                try store.setChannelStatus(.enabled, id: submitter.channel.id)
                #expect(!ids.contains(try store.makeTask(of: submitter).mjID))
            }
            #expect(report.counts(of: .task).changed == 6)
        }
    }

    @Test func anything_mayStandInAnyColumn() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            let columns = [
                "code", "user_id", "action", "mj_id", "prompt", "prompt_en", "description",
                "state", "submit_time", "start_time", "finish_time", "image_url", "video_url",
                "video_urls", "status", "progress", "fail_reason", "channel_id", "quota",
                "buttons", "properties", "token_id", "billing_channel_id",
            ]
            let values = [
                "NULL", "''", "'text'", "-1", "1.5", "9223372036854775807", "1e300", "x'00ff'",
                "'[{bad'", "'1700000000'",
            ]
            var id = 0
            for column in columns {
                for value in values {
                    id += 1
                    try bench.addTask(id, [column: value])
                }
            }
            try bench.source.execute("INSERT INTO midjourneys (id) VALUES (\(id + 1))")

            let report = try bench.run()

            #expect(report.counts(of: .task).added == id + 1)
            try bench.withStore { store in
                let tasks = try store.everything(.everyone(channelID: nil))
                #expect(tasks.count == id + 1)
                #expect(tasks.allSatisfy { (0...bench.now).contains($0.submitTime) })
                #expect(tasks.allSatisfy { $0.quota >= 0 && $0.startTime >= 0 })
                #expect(try store.damages() == [])
                #expect(try store.verifyLedger() == [])
            }
        }
    }

    @Test func times_areMillisecondsThatWere() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.addTask(1, ["submit_time": "1600000000", "finish_time": "1600000060"])
            try bench.addTask(2, ["submit_time": "1600000001000"])
            try bench.addTask(3, ["submit_time": "\(bench.now + 5_000_000)"])
            try bench.addTask(4, ["submit_time": "1234"])

            let report = try bench.run()

            try bench.withStore { store in
                let tasks = try store.everything(.user(1))
                #expect(tasks.map(\.id) == [3, 2, 1, 4])
                #expect(
                    tasks.map(\.submitTime) == [
                        bench.now, 1_600_000_001_000, 1_600_000_000_000, 1_234,
                    ]
                )
                #expect(tasks[2].finishTime == 1_600_000_060_000)
            }
            #expect(report.counts(of: .task).changed == 2)
        }
    }

    @Test func pictures_areFetchedOneByOne_newestFirst() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            try bench.addTask(1, ["image_url": "'https://a/1.png'"])
            try bench.addTask(2, ["image_url": "'https://a/2.png'"])
            try bench.addTask(3, ["image_url": "'ftp://a/3.png'"])
            try bench.addTask(4, ["image_url": "'http://a/4.png'"])

            try bench.run()

            try bench.withStore { store in
                #expect(
                    try store.everything(.user(1)).map(\.hasPicture) == [true, false, true, true]
                )
                let urls = try store.texts("SELECT url FROM pictures ORDER BY retry_at")
                #expect(urls == ["http://a/4.png", "https://a/2.png", "https://a/1.png"])
                let first = try store.number("SELECT min(retry_at) FROM pictures")
                let last = try store.number("SELECT max(retry_at) FROM pictures")
                #expect(try #require(first) == Int(bench.now) + 60_000)
                #expect(try #require(last) >= Int(bench.now) + 63_000)
            }
        }
    }
}
