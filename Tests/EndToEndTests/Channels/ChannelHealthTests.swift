import Domain
import Foundation
import Storage
import TestSupport
import Testing

extension EndToEndTests {
    /// A channel that fails, and comes back.
    struct ChannelHealthTests {
        private static let quick = ["--set", "MJTASK_CHANNEL_RETRY=1s"]

        private func submit(_ channels: TwoChannels, count: Int) async throws {
            for _ in 0..<count {
                _ = try await channels.flow.submit("submit/imagine", ["prompt": "a cat"])
            }
        }

        private func asked(_ channel: Channel) async throws -> Int {
            try await channel.requests(to: "/submit/imagine").count
        }

        @Test("B28: five failures disable a channel automatically, and its trial brings it back")
        func aChannelThatFails_isLeftAlone_andReturns() async throws {
            try await TwoChannels.run(Self.quick) { channels in
                try await channels.first.fault(
                    #"{"target":"submit","kind":"noAccount","count":-1}"#
                )
                try await submit(channels, count: 5)
                let opened = try channels.channel("first")
                #expect(opened.isOpen)
                #expect(opened.status == .enabled)
                let before = try await asked(channels.first)
                #expect(before == 5)
                // The second one drew them all, and goes on to.
                #expect(try await asked(channels.second) == 5)
                try await channels.first.clearFaults()
                try await waitUntil("the trial", timeout: .seconds(20)) {
                    try await submit(channels, count: 1)
                    return try await asked(channels.first) > before
                }
                #expect(try channels.channel("first").health == nil)
                let drawn = try await asked(channels.second)
                try await submit(channels, count: 3)
                #expect(try await asked(channels.second) == drawn)
                let log = try channels.demo.log(of: "relay")
                for message in ["channel disabled automatically", "channel works again"] {
                    #expect(log.components(separatedBy: message).count == 2, "\(message)")
                }
            }
        }

        @Test func aManualDisable_stays_whateverTheHealth() async throws {
            try await TwoChannels.run(Self.quick) { channels in
                try await channels.first.fault(
                    #"{"target":"submit","kind":"unauthorized","count":5}"#
                )
                try await submit(channels, count: 5)
                #expect(try channels.channel("first").isOpen)
                try channels.demo.administer(
                    ["channels", "disable", "first", "--reason", "being moved"]
                )
                // Long after its trial would have been due.
                let trial = try #require(try channels.channel("first").health?.opening).trialAt
                try waitUntil("the time of a trial") { wallClock() > trial }
                try await submit(channels, count: 3)
                #expect(try await asked(channels.first) == 5)
                #expect(try channels.channel("first").statusReason == "being moved")
                // At once, and without any trial.
                try channels.demo.administer(["channels", "enable", "first"])
                #expect(try channels.channel("first").health == nil)
                try await submit(channels, count: 1)
                #expect(try await asked(channels.first) == 6)
            }
        }

        @Test func tasksOfAnOpenChannel_areFollowedToTheirEnd() async throws {
            try await TwoChannels.run { channels in
                let id = try await channels.flow.submit(
                    "submit/imagine",
                    ["prompt": "a cat [[slow:1]]"]
                )
                try await channels.first.fault(
                    #"{"target":"submit","kind":"unauthorized","count":-1}"#
                )
                try await submit(channels, count: 5)
                #expect(try channels.channel("first").isOpen)
                let task = try await channels.flow.wait(for: id)
                // And what goes on with it is asked for there.
                let sent = try await channels.first.requests(to: "/submit/action").count
                _ = try await channels.flow.post(
                    "submit/action",
                    [
                        "taskId": .string(id),
                        "customId": .string(
                            try channels.flow.customID("MJ::JOB::upsample::1::", of: task)
                        ),
                    ]
                )
                #expect(try await channels.first.requests(to: "/submit/action").count == sent + 1)
                #expect(try await channels.second.requests(to: "/submit/action").isEmpty)
            }
        }

        @Test func fiftySubmitsAtOnce_neverExceedTheInFlightLimit() async throws {
            try await TwoChannels.run { channels in
                try channels.demo.administer(["channels", "disable", "second"])
                try channels.demo.administer(
                    ["channels", "edit", "first", "--in-flight-limit", "7"]
                )
                let flow = channels.flow
                let codes = try await withThrowingTaskGroup(of: Int64?.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            try await flow.post("submit/imagine", ["prompt": "a cat [[slow:60]]"])
                                .json["code"]?.integer
                        }
                    }
                    return try await group.reduce(into: [Int64?]()) { $0.append($1) }
                }
                #expect(codes.filter { $0 == 1 || $0 == 22 }.count == 7)
                #expect(codes.filter { $0 == 23 }.count == 43)
                #expect(try await asked(channels.first) == 7)
                #expect(try flow.balance().spent == 7 * 50_000)
            }
        }
    }
}
