import Domain
import Foundation
import Storage
import TestSupport
import Testing
import Upstream

@testable import Polling

/// Pictures at the end of tasks.
@Suite(.timeLimit(.minutes(2)))
struct PictureIntegrationTests {
    private let success = ChannelReport.make(.success, imageURL: "http://cdn/1.png")

    @Test func aSuccess_isShownWithItsPictureInTheArchive() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.say(success)
            try await world.poll {
                try await world.waitForEnd(.success, of: task)
            }
            let picture = try #require(try world.store.picture(of: task.mjID))
            #expect(picture.mediaType == "image/png")
            let file = world.directory + "/archive/" + picture.path
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "picture")
            #expect(try world.row(task).hasPicture)
            #expect(await world.script.fetches == ["http://cdn/1.png"], "once")
        }
    }

    @Test func aPictureThatTakesLong_delaysNeitherTheOthersNorItsTaskForLong() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit("up-1")
            let other = try world.submit("up-2")
            await world.script.set(.hanging)
            await world.script.say(success, .make(.inProgress, percent: 31, upstreamID: "up-2"))
            try await world.poll {
                $0.pictureWait = .milliseconds(300)
            } _: {
                try await world.waitFor(.inProgress, percent: 31, of: other)
                #expect(try world.row(task).status == .submitted, "still being fetched")
                try await world.script.waitForLooks()
                #expect(await world.script.asked["up-1"] == 1, "not asked for meanwhile")
                try await world.waitForEnd(.success, of: task)
                #expect(try world.store.picture(of: task.mjID) == nil)
                await world.script.set(.bytes("late"))
            }
        }
    }

    @Test func aPictureThatFailed_isFetchedLater() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.set(.failing(.unreachable(reason: "reset")))
            await world.script.say(success)
            try await world.poll {
                try await world.waitForEnd(.success, of: task)
                #expect(try world.row(task).hasPicture)
            }
            #expect(world.temporaryPictures.isEmpty)
            await world.script.set(.bytes("late"))
            // Due at once when the process that failed has not tried again.
            try await wait("the retry to be due") {
                try await !world.store.pendingPictures(limit: 1, now: .now + 3_600_000).isEmpty
            }
            try await world.makePicturesDue()
            try await world.poll {
                try await wait("the picture") {
                    try world.store.picture(of: task.mjID) != nil
                }
            }
            #expect(world.archive.count == 1)
        }
    }

    @Test func aPictureThatIsRefused_leavesTheTaskWithoutOne() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.set(.failing(.refused(reason: "private address")))
            await world.script.say(success)
            try await world.poll {
                try await world.waitForEnd(.success, of: task)
            }
            #expect(try !world.row(task).hasPicture)
            #expect(world.temporaryPictures.isEmpty)
        }
    }

    @Test func stopping_commitsASuccessWhosePictureIsStillBeingFetched() async throws {
        try await PollerWorld.run { world in
            let task = try world.submit()
            await world.script.set(.hanging)
            await world.script.say(success)
            try await world.poll {
                try await wait("the fetch") { await !world.script.fetches.isEmpty }
            }
            #expect(try world.row(task).status == .success)
            #expect(
                try await world.store.pendingPictures(limit: 1, now: .now).map(\.url)
                    == ["http://cdn/1.png"]
            )
        }
    }
}

extension PollerWorld {
    /// Forgets the back-off of pictures that failed.
    fileprivate func makePicturesDue() async throws {
        for picture in try await store.pendingPictures(limit: 10, now: .now + 3_600_000) {
            try await store.recordPictureFailure(of: picture.mjID, retryAt: 0)
        }
    }
}
