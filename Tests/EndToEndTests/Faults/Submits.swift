import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What is wrong with the answer to a submit.
    struct Submits {
        private static let patience = [
            "--set", "MJTASK_SUBMIT_DEADLINE=12s", "--set", "MJTASK_CHANNEL_SUBMIT_TIMEOUT=2s",
            "--set", "MJTASK_CHANNEL_MAX_ANSWER=64K",
        ]

        /// 1, 2, 4, 7: the work was done, or is done later, and the answer says nothing of use.
        @Test func anAnswerThatIsLateOrNoAnswer_isCode22_andTheTaskEndsAsWhatItWas_sentOnce()
            async throws
        {
            let slow = [
                #""kind":"delay","milliseconds":3000"#, #""kind":"late","milliseconds":4000"#,
                #""kind":"stall","milliseconds":4000"#, #""kind":"trickle","milliseconds":50"#,
            ]
            let useless = [
                #""kind":"lostAnswer""#, #""kind":"closeAfterHeaders""#, #""kind":"truncate""#,
                #""kind":"garbage""#, #""kind":"garbage","body":"{\"code\":1,""#,
                #""kind":"garbage","body":"{}""#, #""kind":"garbage","body":"""#,
                #""kind":"null""#, #""kind":"emptyArray""#, #""kind":"huge","megabytes":1"#,
                #""kind":"missingResult""#, #""kind":"nullResult""#,
            ]
            let count = slow.count + useless.count
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                // By `state` alone.
                try await channel.set(#"{"hookNever":true}"#)
                var ids: [String] = []
                for fault in useless {
                    try await channel.fault(#"{"target":"submit",\#(fault)}"#)
                    ids.append(try await flow.imagine(fault, code: 22).id)
                }
                for fault in slow { try await channel.fault(#"{"target":"submit",\#(fault)}"#) }
                ids += try await withThrowingTaskGroup { submits in
                    for fault in slow {
                        submits.addTask { try await flow.imagine(fault, code: 22).id }
                    }
                    return try await submits.reduce(into: []) { $0.append($1) }
                }
                var prompts: Set<String> = []
                for id in ids {
                    prompts.insert(try await flow.wait(for: id)["prompt"]?.string ?? "")
                }
                #expect(prompts == Set(slow + useless))
                #expect(try await channel.requests(to: "/submit/imagine").count == count)
                #expect(try flow.balance().spent == Int64(count) * 50_000)
            }
        }

        /// 1, 4: slow, but in time; or of another type, which nobody reads.
        @Test func anAnswerThatCanBeRead_isCode1_howeverItCame() async throws {
            try await withDemo(channel: ["--speed", "200"], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                for fault in [
                    #"{"target":"submit","kind":"delay","milliseconds":500}"#,
                    #"{"target":"submit","kind":"stall","milliseconds":500}"#,
                    #"{"target":"submit","kind":"trickle","milliseconds":1}"#,
                    #"{"target":"submit","kind":"contentType"}"#,
                ] {
                    try await channel.fault(fault)
                    _ = try await flow.wait(for: try await flow.imagine(fault, code: 1).id)
                }
                #expect(try flow.balance().spent == 200_000)
            }
        }

        /// 2, 3: nobody can know that nothing was done.
        @Test func aConnectionThatEnds_orA5xx_isCode22_andTheTaskThatNeverWasFailsWithItsRefund()
            async throws
        {
            let faults =
                [
                    #"{"target":"submit","kind":"close"}"#, #"{"target":"submit","kind":"reset"}"#,
                ]
                + [500, 502, 503, 504].flatMap { status in
                    [#"{\"error\":\"x\"}"#, "<html>Bad Gateway</html>", ""].map {
                        #"{"target":"submit","kind":"status","status":\#(status),"body":"\#($0)"}"#
                    }
                }
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                var ids: [String] = []
                for fault in faults {
                    try await channel.fault(fault)
                    ids.append(try await flow.imagine(fault, code: 22).id)
                }
                for id in ids {
                    let task = try await flow.wait(for: id, "FAILURE")
                    #expect(task["failReason"]?.string?.contains("提交未得到渠道答复") == true)
                }
                #expect(try await channel.tasks().isEmpty)
                #expect(try flow.balance().spent == 0)
            }
        }

        /// 3, 5, 15: what surely was not done costs nothing, and has one code in every dialect.
        @Test(arguments: ["plus", "csharp"])
        func aRefusal_isItsCode_andCostsNothing(profile: String) async throws {
            func status(_ status: Int, _ body: String) -> String {
                #"{"target":"submit","kind":"status","status":\#(status),"body":"\#(body)"}"#
            }
            // 404 and 413 are about the request: who disables channels on a 3 must not hear one.
            let expected: [(fault: String, code: Int64, words: String)] = [
                (status(429, ""), 23, "队列已满"),
                (status(429, "<html>slow down</html>"), 23, "队列已满"),
                (status(429, #"{\"error\":\"x\"}"#), 23, "队列已满"),
                (status(401, ""), 3, "无可用的账号实例"),
                (status(403, "<html>no</html>"), 3, "无可用的账号实例"),
                (status(404, "<html>nginx</html>"), 4, "渠道不接受该请求"),
                (status(404, ""), 4, "渠道不接受该请求"),
                (status(413, "<html>too large</html>"), 4, "渠道不接受该请求"),
                (#"{"target":"submit","kind":"unauthorized"}"#, 3, "无可用的账号实例"),
                (#"{"target":"submit","kind":"noAccount"}"#, 3, "无可用的账号实例"),
                (#"{"target":"submit","kind":"queueFull"}"#, 23, "队列已满"),
                (#"{"target":"submit","kind":"failureEnvelope"}"#, 4, "操作失败"),
            ]
            try await withDemo(channel: ["--profile", profile]) { demo, channel in
                let flow = Flow(demo: demo)
                for (fault, code, words) in expected {
                    try await channel.fault(fault)
                    let answer = try await flow.imagine(fault, code: code)
                    #expect(answer.description.contains(words), "\(fault)")
                    let task = try await flow.newest()
                    #expect(task["prompt"]?.string == fault)
                    #expect(task["status"]?.string == "FAILURE")
                    #expect(task["failReason"]?.string == answer.description)
                }
                #expect(try await channel.tasks().isEmpty)
                #expect(try flow.balance().spent == 0)
                _ = try await flow.draw()
            }
        }
    }
}
