import Domain
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import TaskAPI

/// What single requests may do to a channel, and when it is remembered.
struct SubmissionHealthTests {
    /// Notes what `look` sees when this message is logged.
    private struct Observer: LogHandler {
        let message: String
        let look: @Sendable () -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if "\(event.message)" == message { look() }
        }
    }

    private static let again = "channel works again, and gets new tasks"

    private func observing<Value: Sendable>(
        _ look: @escaping @Sendable () -> Value,
        _ body: (Logger) throws -> Void
    ) rethrows -> [Value] {
        let seen = Seen<Value>()
        try body(
            Logger(label: "test") { _ in
                Observer(message: Self.again) { seen.values.withLock { $0.append(look()) } }
            }
        )
        return seen.values.withLock { $0 }
    }

    private final class Seen<Value: Sendable>: Sendable {
        let values = Mutex<[Value]>([])
    }

    private final class Clock: Sendable {
        let now = Mutex<Milliseconds>(1_700_000_000_000)
    }

    /// A channel that is disabled automatically, and due for its trial.
    private func withOpenChannel(_ body: (TestAPI) throws -> Void) throws {
        let clock = Clock()
        try TestAPI.run(storage: { $0.clock = { clock.now.withLock { $0 } } }) { api in
            for _ in 0..<5 {
                _ = try api.store.recordFailure(
                    of: api.channel.id,
                    reason: "timed out",
                    isTrial: false
                )
            }
            #expect(try api.store.channel(api.channel.id)?.isOpen == true)
            clock.now.withLock { $0 += 30_000 }
            try body(api)
        }
    }

    @Test func theAcceptanceOfATask_isDurable_beforeItsChannelsHealthIs() throws {
        try withOpenChannel { api in
            let (store, scope) = (api.store, ListQuery.Scope.user(api.user.id))
            let seen = try observing {
                (try? store.page(ListQuery(scope: scope)))?.tasks.map(\.upstreamID) ?? []
            } _: { logger in
                let reply = try api.submission(logger: logger) { _, _, _ throws(ChannelError) in
                    .accepted
                }.submit(api.draft())
                #expect(reply.code == 1)
            }
            #expect(seen == [["1320098173412546"]])
        }
    }

    @Test func theAcceptanceOfAModalCall_isDurable_beforeItsChannelsHealthIs() throws {
        try withOpenChannel { api in
            let task = try api.addTask()
            try api.store.recordAcceptance(
                mjID: task.mjID,
                upstreamID: "1",
                code: 21,
                description: "",
                status: .modal
            )
            let identity = try api.identity()
            let call = ModalCall(
                mjID: task.mjID,
                userID: identity.userID,
                tokenID: identity.tokenID
            )
            let store = api.store
            let seen = try observing {
                (try? store.task(task.mjID, owner: nil))?.task.status
            } _: { logger in
                let reply = try api.submission(logger: logger) { _, _, _ throws(ChannelError) in
                    .accepted
                }.confirm(call, with: [:], hookSecret: "", on: api.channel.id)
                #expect(reply.code == 1)
            }
            #expect(seen == [.submitted])
        }
    }

    @Test func theEndOfAnUpload_isDurable_beforeItsChannelsHealthIs() throws {
        try withOpenChannel { api in
            let store = api.store
            let seen = try observing {
                try? store.number("SELECT succeeded FROM uploads")
            } _: { logger in
                let submission = api.submission(logger: logger) { _, _, _ throws(ChannelError) in
                    .make(1, "提交成功", ["https://e/1.png"])
                }
                let body = #"{"base64Array":["data:image/png;base64,AAAA"]}"#
                let reply = try Upload(submission: submission)
                    .upload(UploadRequest(SubmitForm(body)), of: api.identity())
                #expect(reply.code == 1)
            }
            #expect(seen == [1])
        }
    }

    @Test func aTrialThatMeetsAFullQueue_bringsTheChannelBack() throws {
        try withOpenChannel { api in
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                .make(23, "队列已满，请稍后尝试")
            }.submit(api.draft())
            #expect(reply.code == 23)
            #expect(try api.store.channel(api.channel.id)?.health == nil)
        }
    }

    @Test func aTrialThatMeetsTooManyRequests_changesNothing() throws {
        try withOpenChannel { api in
            let reply = try api.submission { _, _, _ throws(ChannelError) in
                var answer = SubmitAnswer.make(23, "队列已满，请稍后尝试")
                answer.isOfStatusOnly = true
                return answer
            }.submit(api.draft())
            #expect(reply.code == 23)
            #expect(try api.store.channel(api.channel.id)?.isOpen == true)
        }
    }

    @Test("What one client asks for closes no channel to the others")
    func whatMayBeTheRequestsFault_isNoFailure() throws {
        var narrow: [String: JSONValue] = ["prompt": "a cat"]
        narrow["accountFilter"] = .object(["instanceId": "1"])
        try TestAPI.run { api in
            for _ in 0..<8 {
                var draft = try api.draft()
                draft.route = "/mj/submit/video"
                let noRoute = try api.submission { _, _, _ throws(ChannelError) in
                    throw .unfit(reason: "status 404")
                }.submit(draft)
                #expect(noRoute == .unfit)
                draft.body = narrow
                let noAccount = try api.submission { _, _, _ throws(ChannelError) in
                    .make(3, "无可用的账号实例")
                }.submit(draft)
                #expect(noAccount == .noChannel)
            }
            #expect(try api.store.channel(api.channel.id)?.health == nil)
            #expect(try api.store.verifyLedger().isEmpty)
        }
    }
}
