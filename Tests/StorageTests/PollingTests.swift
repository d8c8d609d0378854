import Domain
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

struct PollingTests {
    @Test func epochs_grow_acrossRestarts() async throws {
        try await withTemporaryDirectory { directory in
            let first = try openStore(in: directory)
            let epochs = [try await first.beginEpoch(), try await first.beginEpoch()]
            first.close()
            let second = try openStore(in: directory)
            let third = try await second.beginEpoch()
            second.close()

            #expect(epochs == [1, 2])
            #expect(third == 3)
        }
    }

    @Test func unfinishedTasks_areAllThatHaveNotEnded() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (1...4).map { _ in try store.makeTask(of: submitter) }
            try store.recordAcceptance(
                mjID: tasks[1].mjID,
                upstreamID: "u",
                code: 21,
                description: "",
                status: .modal
            )
            try await store.checkpoint([.make(of: tasks[2])])
            _ = try await store.finish([.make(of: tasks[3])])

            let unfinished = try await store.unfinishedTasks()

            #expect(Set(unfinished.map(\.mjID)) == Set(tasks[0...2].map(\.mjID)))
            #expect(Set(unfinished.map(\.status)) == [.notStart, .modal, .inProgress])
            #expect(try store.status().unfinishedTasks == 3)
        }
    }

    @Test func checkpoint_neverGoesBack() async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            try await store.checkpoint([
                .make(
                    of: task,
                    status: .inProgress,
                    percent: 40,
                    promptEn: "a cat",
                    startTime: 77
                )
            ])
            try await store.checkpoint([
                .make(of: task, status: .submitted, percent: 10, startTime: 99)
            ])

            let now = try #require(try store.task(task.mjID, owner: nil)).task
            #expect(now.status == .inProgress)
            #expect(now.progress.percent == 40)
            #expect(now.promptEn == "a cat")
            #expect(now.startTime == 77)
        }
    }

    @Test func checkpoint_changesNothing_whenTheTaskHasEnded() async throws {
        let versions = RecordingVersions()
        try await withTemporaryStore(versions: versions) { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            _ = try await store.finish([.make(of: task, status: .failure, failReason: "no")])
            let ended = try #require(try store.task(task.mjID, owner: nil)).task
            versions.clear()

            try await store.checkpoint([.make(of: task, percent: 99)])

            #expect(try store.task(task.mjID, owner: nil)?.task == ended)
            #expect(versions.calls.isEmpty)
        }
    }

    @Test func finish_keepsEverythingOfASuccess_andTheCharge() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(
                of: submitter,
                details: TaskDetails(description: "/imagine", properties: "{}")
            )
            var ending = TaskEnding.make(
                of: task,
                picture: .pending(url: "http://c/1.png"),
                buttons: "[1]",
                properties: #"{"a":1}"#
            )
            ending.videoURL = "http://c/1.mp4"
            ending.videoURLs = ["http://c/1.mp4", "http://c/\"2\".mp4"]
            ending.state.promptEn = "a cat"

            let ended = try await store.finish([ending])

            #expect(ended == [task.mjID])
            let (now, details) = try #require(try store.task(task.mjID, owner: nil))
            #expect(now.status == .success)
            #expect(now.progress == .complete)
            #expect(now.quota == 50_000)
            #expect(now.hasPicture)
            #expect(now.promptEn == "a cat")
            #expect(now.videoURL == "http://c/1.mp4")
            #expect(now.videoURLs == ending.videoURLs)
            #expect(now.finishTime == ending.finishTime)
            #expect(
                details
                    == TaskDetails(
                        description: "/imagine",
                        buttons: "[1]",
                        properties: #"{"a":1}"#
                    )
            )
            let user = try store.user(named: "ann")
            #expect(user.spent == 50_000)
        }
    }

    @Test(arguments: [TaskStatus.failure, .cancel])
    func finish_refunds_unlessItSucceeded(status: TaskStatus) async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter(quota: 50_000))

            _ = try await store.finish([.make(of: task, status: status, failReason: "why")])

            let now = try #require(try store.task(task.mjID, owner: nil)).task
            #expect(now.status == status)
            #expect(now.failReason == "why")
            #expect(now.quota == 0)
            let user = try store.user(named: "ann")
            #expect(user.quota == 50_000)
            #expect(user.spent == 0)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func finish_givesOnlyTheIDsItEnded_andEndsEachOnce() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (1...3).map { _ in try store.makeTask(of: submitter) }
            let failure = TaskEnding.make(of: tasks[0], status: .failure)

            let first = try await store.finish([failure, .make(of: tasks[0]), .make(of: tasks[1])])
            let second = try await store.finish(tasks.map { .make(of: $0) })

            #expect(first == Set(tasks[0...1].map(\.mjID)))
            #expect(second == [tasks[2].mjID])
            #expect(try store.task(tasks[0].mjID, owner: nil)?.task.status == .failure)
            #expect(try store.verifyLedger() == [])
        }
    }

    /// What the relay commits between the poller's read and its commit goes before the end.
    @Test(arguments: ["an answer", "a move", "a modal call", "its acceptance", "nothing"])
    func anEndOfWhatWasNotHeardOf_isOnlyForWhatHasNotChanged(change: String) async throws {
        let now = Mutex<Milliseconds>(1000)
        try await withTemporaryStore(configure: { $0.clock = { now.withLock { $0 } } }) { store in
            let submitter = try store.makeSubmitter()
            let isModal = ["a modal call", "its acceptance"].contains(change)
            let task =
                isModal
                ? try store.makeAcceptedTask(of: submitter, status: .modal)
                : try store.makeTask(of: submitter)
            let call = ModalCall.make(of: task, by: submitter)
            if change == "its acceptance" { _ = try store.beginModal(call) }
            var ending = TaskEnding.make(of: task, status: .failure)
            ending.onlyIf = .init(try store.stored(task))
            switch change {
            case "an answer":
                try store.recordAcceptance(
                    mjID: task.mjID,
                    upstreamID: "u",
                    code: 1,
                    description: "",
                    status: .submitted
                )
            case "a move":
                now.withLock { $0 = 2000 }
                _ = try store.moveToChannel(try store.makeChannel("two").id, mjID: task.mjID)
            case "a modal call": _ = try store.beginModal(call)
            case "its acceptance":
                _ = try store.recordModalAcceptance(of: call, code: 1, description: "")
            default: break
            }
            let before = try store.stored(task)

            let ended = try await store.finish([ending])

            #expect(ended == (change == "nothing" ? [task.mjID] : []))
            if change != "nothing" { #expect(try store.stored(task) == before) }
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func aTask_isRefundedOnce_whenRefusalAndFinishRace() async throws {
        try await withTemporaryDirectory { directory in
            let stores = try (0..<2).map { _ in try openStore(in: directory) }
            defer { stores.forEach { $0.close() } }
            let submitter = try stores[0].makeSubmitter(quota: 1_000_000)
            let tasks = try (0..<20).map { _ in try stores[0].makeTask(of: submitter) }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in tasks {
                    for store in stores {
                        group.addTask {
                            _ = try await store.finish([.make(of: task, status: .failure)])
                        }
                        group.addTask {
                            try await onAThread {
                                try store.recordRefusal(mjID: task.mjID, code: 4, reason: "no")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }

            let user = try stores[0].user(named: "ann")
            #expect(user.quota == 1_000_000)
            #expect(user.spent == 0)
            #expect(try stores[0].number("SELECT count(*) FROM ledger WHERE kind = 'refund'") == 20)
            #expect(try stores[0].verifyLedger() == [])
        }
    }

    @Test func finish_queuesACallback_forTasksWithAHookOnly() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let hooked = try store.makeTask(
                of: submitter,
                details: TaskDetails(notifyHook: "http://hook")
            )
            let plain = try store.makeTask(of: submitter)
            let refused = try store.makeTask(
                of: submitter,
                details: TaskDetails(notifyHook: "http://other")
            )

            _ = try await store.finish([.make(of: hooked), .make(of: plain)])
            _ = try await store.finish([.make(of: hooked, status: .failure)])
            try store.recordRefusal(mjID: refused.mjID, code: 4, reason: "")

            let sql = "SELECT group_concat(task_id * 100 + length(url)) FROM callbacks"
            #expect(try store.text(sql) == "111,312")
        }
    }

    @Test func aPicture_isPending_thenArchived() async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            let url = "http://c/1.png"
            let picture = ArchivedPicture(path: "1/2.png", mediaType: "image/png")
            _ = try await store.finish([.make(of: task, picture: .pending(url: url))])

            let pending = try await store.pendingPictures(limit: 10, now: wallClock())
            #expect(
                pending == [
                    PendingPicture(
                        mjID: task.mjID,
                        userID: task.userID,
                        channelID: 1,
                        url: url,
                        attempts: 0,
                        finishTime: task.submitTime + 1000
                    )
                ]
            )
            #expect(try store.picture(of: task.mjID) == nil)
            #expect(try store.task(task.mjID, owner: nil)?.task.hasPicture == true)
            #expect(try store.status().pendingPictures == 1)

            try await store.recordPicture(picture, of: task.mjID)
            try await store.recordPictureFailure(of: task.mjID, retryAt: nil)

            #expect(try store.picture(of: task.mjID) == picture)
            #expect(try store.task(task.mjID, owner: nil)?.task.hasPicture == true)
            #expect(try await store.pendingPictures(limit: 10, now: .max).isEmpty)
        }
    }

    @Test func aPicture_isTriedAgainWhenDue_orGivenUp() async throws {
        try await withTemporaryStore(configure: { $0.clock = { 1000 } }) { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<3).map { _ in try store.makeTask(of: submitter) }
            _ = try await store.finish(tasks.map { .make(of: $0, picture: .pending(url: "u")) })

            try await store.recordPictureFailure(of: tasks[0].mjID, retryAt: 5000)
            try await store.recordPictureFailure(of: tasks[1].mjID, retryAt: nil)

            let early = try await store.pendingPictures(limit: 10, now: 4999)
            #expect(early.map(\.mjID) == [tasks[2].mjID])
            let late = try await store.pendingPictures(limit: 10, now: 5000)
            #expect(late.map(\.mjID) == [tasks[2].mjID, tasks[0].mjID])
            #expect(late.map(\.attempts) == [0, 1])
            #expect(try await store.pendingPictures(limit: 1, now: 5000).count == 1)
            #expect(try store.task(tasks[1].mjID, owner: nil)?.task.hasPicture == false)
        }
    }

    @Test func aPicture_canBeArchivedWithTheEnd() async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            let picture = ArchivedPicture(path: "1/2.png", mediaType: "image/png")

            _ = try await store.finish([.make(of: task, picture: .archived(picture))])

            #expect(try store.picture(of: task.mjID) == picture)
            #expect(try store.task(task.mjID, owner: nil)?.task.hasPicture == true)
        }
    }

    @Test func recordPicture_throwsNotFound_forATaskWithoutOne() async throws {
        try await withTemporaryStore { store in
            let task = try store.makeTask(of: try store.makeSubmitter())
            let picture = ArchivedPicture(path: "a", mediaType: "image/png")

            await #expect(throws: StorageError.notFound(what: "picture")) {
                try await store.recordPicture(picture, of: task.mjID)
            }
        }
    }
}

private func onAThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
