import Domain
import Storage
import Testing

@testable import TaskAPI

/// The mode of a path, from nginx to the channel.
struct SpeedModeTests {
    @Test(
        "B30: the speed mode of a path goes to a channel that serves it, and is told to it",
        arguments: ["/mj-fast/mj", "/fast/mj"]
    )
    func theMode_reachesTheChannel(prefix: String) async throws {
        let accepted = #"{"code":1,"description":"提交成功","result":"14001934816969359"}"#
        let relaxed = try ScriptedChannel(answer: accepted)
        defer { relaxed.stop() }
        let fast = try ScriptedChannel(answer: accepted)
        defer { fast.stop() }
        try await TestAPI.run { api in
            try api.store.setChannelStatus(.disabled, id: api.channel.id)
            for (name, channel, modes) in [
                ("relaxed", relaxed, [SpeedMode.relax]), ("fast", fast, [.fast, .turbo]),
            ] {
                _ = try api.store.addChannel(
                    name: name,
                    baseURL: "http://127.0.0.1:\(channel.port)",
                    secret: "",
                    priority: name == "relaxed" ? 10 : 0,
                    service: ChannelService(modes: modes)
                )
            }
            let answer = try await submit(
                #"{"prompt":"a cat"}"#,
                to: prefix + "/submit/imagine",
                api
            )
            #expect(answer.json["code"]?.integer == 1)
            #expect(relaxed.requests.isEmpty)
            let sent = try #require(fast.requests.first)
            #expect(sent.body["accountFilter"]?["modes"] == .array([.string("FAST")]))
            #expect(try api.newestTask()?.mode == .fast)
        }
    }
}
