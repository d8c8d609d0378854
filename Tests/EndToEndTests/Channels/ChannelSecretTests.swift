import Domain
import TestSupport
import Testing

extension EndToEndTests {
    /// Two channels that let nobody in without their own secret.
    struct ChannelSecretTests {
        private static let secrets = (first: "secret-of-the-first", second: "secret-of-the-second")

        /// Everything below /mj that a channel was asked carried its own secret and no other.
        private func checkSecrets(_ channels: TwoChannels) async throws {
            for (channel, own) in [
                (channels.first, Self.secrets.first), (channels.second, Self.secrets.second),
            ] {
                let requests = try await channel.send("GET", "/requests").json.array ?? []
                let asked = requests.filter { $0["path"]?.string?.hasPrefix("/mj/") == true }
                #expect(!asked.isEmpty)
                for request in asked where request["path"]?.string?.contains("image-like") == false
                {
                    let path = request["path"]?.string ?? ""
                    let headers = request["headers"]?.object ?? [:]
                    #expect(headers["mj-api-secret"]?.string == own, "\(path)")
                    #expect(headers["authorization"] == nil, "\(path)")
                    #expect(request["status"]?.integer != 401, "\(path)")
                }
            }
        }

        @Test("B1: what goes on with a task goes to its channel with that channel's secret")
        func followUps_carryTheSecretOfTheirChannel() async throws {
            try await TwoChannels.run(secrets: Self.secrets) { channels in
                let flow = channels.flow
                let grid = try await flow.draw()
                // New work goes to the second from here on.
                try channels.demo.administer(["channels", "disable", "first"])
                let other = try await flow.draw()
                let upscaled = try await flow.wait(
                    for: try await flow.press("MJ::JOB::upsample::1::", of: grid)
                )
                let id = try #require(grid["id"]?.string)
                _ = try await flow.wait(
                    for: try await flow.submit(
                        "submit/change",
                        ["taskId": .string(id), "action": "VARIATION", "index": 2]
                    )
                )
                let window = try await flow.press("MJ::CustomZoom::", of: upscaled, codes: [21])
                _ = try await flow.submit(
                    "submit/modal",
                    ["taskId": .string(window), "prompt": "a cat --zoom 2"]
                )
                _ = try await flow.wait(for: window)
                let cancelled = try await flow.press("MJ::JOB::variation::3::", of: grid)
                _ = try await flow.post("task/\(cancelled)/cancel", [:])
                try await waitUntil("the channel to be told", timeout: .seconds(30)) {
                    try await !channels.first.requests(to: "/cancel").isEmpty
                }
                _ = other
                #expect(try await channels.second.requests(to: "/submit/imagine").count == 1)
                for route in ["/submit/action", "/submit/change", "/submit/modal", "/cancel"] {
                    #expect(try await channels.second.requests(to: route).isEmpty, "\(route)")
                }
                for channel in [channels.first, channels.second] {
                    #expect(try await !channel.requests(to: "/list-by-condition").isEmpty)
                }
                try await checkSecrets(channels)
            }
        }

        @Test("B2: a seed is asked for with the secret of the channel that drew the picture")
        func seeds_carryTheSecretOfTheirChannel() async throws {
            try await TwoChannels.run(secrets: Self.secrets) { channels in
                let flow = channels.flow
                let onFirst = try await flow.draw()
                try channels.demo.administer(["channels", "edit", "first", "--priority", "-1"])
                let onSecond = try await flow.draw()
                for task in [onFirst, onSecond] {
                    let id = try #require(task["id"]?.string)
                    let seed = try await channels.demo.get(
                        "/mj/task/\(id)/image-seed",
                        token: channels.demo["API_KEY"]
                    )
                    #expect(seed.json["code"]?.integer == 1)
                }
                for channel in [channels.first, channels.second] {
                    #expect(try await channel.requests(to: "/image-seed").count == 1)
                }
                try await checkSecrets(channels)
            }
        }
    }
}
