import Administration
import Domain
import Foundation
import Storage
import TestSupport
import Testing

extension EndToEndTests {
    /// Limits as clients meet them, through nginx.
    struct CrowdTests {
        private struct Answers {
            var accepted = 0
            var statuses: [Int: Int] = [:]
            var duration = Duration.zero
        }

        /// 200 submits at once.
        private func crowd(_ demo: RunningDemo) async throws -> Answers {
            let begin = ContinuousClock.now
            var answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for number in 0..<200 {
                    let body = JSONValue.object(["prompt": .string("crowd \(number)")]).bytes()
                    group.addTask {
                        try await demo.send(
                            "POST",
                            "/mj/submit/imagine",
                            token: demo["API_KEY"],
                            body: body
                        )
                    }
                }
                var answers = Answers()
                for try await answer in group {
                    answers.statuses[answer.status, default: 0] += 1
                    let code = answer.json["code"]?.integer ?? 0
                    if answer.status == 200, [1, 22].contains(code) { answers.accepted += 1 }
                    if answer.status == 403 {
                        #expect(answer.json["description"]?.string == "quota_not_enough")
                    }
                    if answer.status == 429 { #expect(answer.header("Retry-After") != nil) }
                }
                return answers
            }
            answers.duration = ContinuousClock.now - begin
            return answers
        }

        @Test("B19: of 200 submits at once, what is enough for 50 is given to exactly 50")
        func enoughFor50() async throws {
            // Nothing ends while the test looks.
            let slow = ["--speed", "0.2", "--accounts", "30"]
            try await withDemo(channel: slow) { demo, channel in
                let user = demo["USER_ID"]
                func change(_ sql: String) throws {
                    try demo.withInstallation { try $0.store.execute(sql) }
                }
                func setQuota(_ quota: Int64) throws {
                    let id = try #require(UserID(user))
                    let left = try demo.balance().quota
                    _ = try demo.withInstallation {
                        try $0.store.adjustQuota(userID: id, by: quota - left, note: "test")
                    }
                }
                let start = try demo.balance().spent

                try setQuota(50 * 50_000 + 49_999)
                let paid = try await crowd(demo)
                #expect(paid.accepted == 50)
                #expect(paid.statuses == [200: 50, 403: 150])
                #expect(try demo.balance() == Balance(quota: 49_999, spent: start + 2_500_000))

                try setQuota(100_000_000)
                try change("UPDATE tokens SET remaining = 50 * 50000 WHERE user_id = \(user)")
                let paidByToken = try await crowd(demo)
                #expect(paidByToken.accepted == 50)
                #expect(paidByToken.statuses == [200: 50, 403: 150])

                try change(
                    """
                    UPDATE tokens SET remaining = NULL WHERE user_id = \(user);
                    UPDATE users SET concurrent_tasks = 150 WHERE id = \(user);
                    """
                )
                let atATime = try await crowd(demo)
                #expect(atATime.accepted == 50)
                #expect(atATime.statuses == [200: 50, 429: 150])

                try change(
                    """
                    UPDATE users SET concurrent_tasks = 0, submits_per_minute = 5
                    WHERE id = \(user)
                    """
                )
                let inAMinute = try await crowd(demo)
                // One more each twelve seconds.
                let later = Int(inAMinute.duration / .seconds(12)) + 1
                #expect((5...5 + later).contains(inAMinute.accepted))
                #expect(inAMinute.statuses[429] == 200 - inAMinute.accepted)
                _ = try demo.balance()
                #expect(try await channel.tasks().count == 150 + inAMinute.accepted)
            }
        }

        @Test func aLimitOfTheSettings_isA429_withRetryAfter_inJSON() async throws {
            try await withDemo(["--set", "MJTASK_SUBMITS_PER_MINUTE=2"]) { demo in
                let body = JSONValue.object(["prompt": .string("often")]).bytes()
                func submit(_ path: String, _ language: String = "en") async throws -> Answer {
                    try await demo.send(
                        "POST",
                        path,
                        token: demo["API_KEY"],
                        headers: [("Accept-Language", language)],
                        body: body
                    )
                }
                for _ in 1...2 {
                    #expect(try await submit("/mj/submit/imagine").status == 200)
                }
                let before = try demo.balance()

                let paths = ["/mj/submit/imagine", "/fast/mj/submit/imagine"]
                for path in paths {
                    let answer = try await submit(path)
                    #expect(answer.status == 429)
                    let seconds = try #require(answer.header("Retry-After").flatMap(Int.init))
                    #expect((1...30).contains(seconds))
                    #expect(answer.header("Content-Type")?.hasPrefix("application/json") == true)
                    #expect(answer.json["code"]?.integer == 9)
                    #expect(answer.json["result"] == .null)
                    #expect(answer.json["description"]?.string?.hasPrefix("too many") == true)
                }
                let chinese = try await submit(paths[0], "zh-CN")
                #expect(chinese.json["description"]?.string?.hasPrefix("提交过于频繁") == true)
                #expect(try demo.balance() == before)
                // Reads go on.
                #expect(try await demo.list().status == 200)
            }
        }

        @Test func aTokenForSomeActions_isA403_thatNamesTheOther() async throws {
            try await withDemo { demo in
                try demo.withInstallation {
                    try $0.store.execute("UPDATE tokens SET allowed_actions = 'DESCRIBE'")
                }
                let before = try demo.balance()
                let answer = try await demo.send(
                    "POST",
                    "/mj/submit/imagine",
                    token: demo["API_KEY"],
                    headers: [("Accept-Language", "ja")],
                    body: JSONValue.object(["prompt": .string("not allowed")]).bytes()
                )
                #expect(answer.status == 403)
                #expect(answer.json["code"]?.integer == 4)
                #expect(
                    answer.json["description"]?.string == "このトークンでは IMAGINE を利用できません"
                )
                #expect(try demo.balance() == before)
            }
        }
    }
}
