import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What is wrong with the answer to image-seed.
    struct Seeds {
        private func seed(of id: String, _ flow: Flow) async throws -> JSONValue {
            let began = ContinuousClock.now
            let answer = try await flow.demo.get(
                "/mj/task/\(id)/image-seed",
                token: flow.demo["API_KEY"]
            )
            #expect(answer.status == 200)
            #expect(ContinuousClock.now - began < .seconds(4))
            return answer.json
        }

        /// 1 to 5, 8: a moment later it may be there.
        @Test func aSeedThatDoesNotCome_isCode9_soon_andCanBeAskedForAgain() async throws {
            let faults = [
                #""kind":"delay","milliseconds":5000"#, #""kind":"late","milliseconds":5000"#,
                #""kind":"stall","milliseconds":5000"#, #""kind":"trickle","milliseconds":100"#,
                #""kind":"close""#, #""kind":"reset""#, #""kind":"lostAnswer""#,
                #""kind":"closeAfterHeaders""#, #""kind":"truncate""#,
                #""kind":"status","status":500,"body":"{}""#,
                #""kind":"status","status":502,"body":"<html>Bad Gateway</html>""#,
                #""kind":"status","status":503"#, #""kind":"status","status":404"#,
                #""kind":"status","status":429"#, #""kind":"unauthorized""#,
                #""kind":"garbage""#, #""kind":"garbage","body":"{\"code\":1""#,
                #""kind":"garbage","body":"{\"code\":1,\"result\":null}""#,
                #""kind":"null""#, #""kind":"emptyArray""#, #""kind":"huge","megabytes":1"#,
            ]
            try await withDemo(
                channel: [],
                [
                    "--set", "MJTASK_CHANNEL_SUBMIT_TIMEOUT=1s",
                    "--set", "MJTASK_CHANNEL_MAX_ANSWER=64K",
                ]
            ) { demo, channel in
                let flow = Flow(demo: demo)
                let id = try #require(try await flow.draw()["id"]?.string)
                for fault in faults {
                    try await channel.fault(#"{"target":"seed",\#(fault)}"#)
                    let answer = try await seed(of: id, flow)
                    #expect(answer["code"]?.integer == 9, "\(fault)")
                    #expect(answer["description"]?.string?.contains("seed") == true, "\(fault)")
                    #expect(answer["result"] == .null)
                }
                try await channel.fault(#"{"target":"seed","kind":"contentType"}"#)
                let answer = try await seed(of: id, flow)
                #expect(answer["code"]?.integer == 1)
                #expect(answer["result"]?.string?.isEmpty == false)
                // Once known it is kept, whatever becomes of the channel.
                channel.process.kill()
                #expect(try await seed(of: id, flow)["result"] == answer["result"])
                #expect(try flow.balance().spent == 50_000)
            }
        }

        /// 5, 15: refusals are the channel's words, under any status.
        @Test func aRefusalOfASeed_isTheChannelsWords() async throws {
            try await withDemo(channel: []) { demo, channel in
                let flow = Flow(demo: demo)
                let id = try #require(try await flow.draw()["id"]?.string)
                for (status, code, words) in [
                    (200, 9, "超时，未找到 seed"), (400, 4, "关联任务状态错误"), (404, 3, "实例不存在"),
                    (500, 9, "内部错误"),
                ] {
                    try await channel.set(
                        #"{"seedError":{"status":\#(status),"code":\#(code),"description":"\#(words)"}}"#
                    )
                    let answer = try await seed(of: id, flow)
                    #expect(answer["code"]?.integer == Int64(code))
                    #expect(answer["description"]?.string == words)
                }
                try await channel.set(#"{"seedError":null,"privateChannel":false}"#)
                #expect(try await seed(of: id, flow)["description"]?.string == "请配置私聊频道")
                try await channel.fault(#"{"target":"seed","kind":"failureEnvelope"}"#)
                #expect(try await seed(of: id, flow)["description"]?.string == "操作失败")
            }
        }
    }
}
