import Domain
import Logging
import Storage

/// Fetches the pictures that finished tasks still wait for.
struct PictureRetries: Sendable {
    let configuration: PollingConfiguration
    let store: Store
    let reader: StoreReader
    let archive: PictureArchive
    let flush: Flush
    let logger: Logger

    func run() async {
        while !Task.isCancelled {
            do throws(StorageError) {
                let due = try await store.pendingPictures(
                    limit: max(1, configuration.pictureConcurrency / 2),
                    now: .now
                )
                let channels = due.isEmpty ? [:] : try await reader.channels()
                await retry(due, channels: channels)
                if !due.isEmpty { continue }
            } catch {
                flush.failed(error)
            }
            _ = try? await Task.sleep(for: configuration.refreshInterval)
        }
    }

    private func retry(_ due: [PendingPicture], channels: [ChannelID: Channel]) async {
        await withDiscardingTaskGroup { group in
            for picture in due {
                group.addTask { await retry(picture, on: channels[picture.channelID]) }
            }
        }
    }

    private func retry(_ picture: PendingPicture, on channel: Channel?) async {
        var outcome = PictureArchive.Outcome.refused
        if let channel {
            outcome = await archive.fetch(picture.url, of: picture.mjID, on: channel)
        }
        // What was cut short says nothing about the picture.
        if case .archived = outcome {} else if Task.isCancelled { return }
        do throws(StorageError) {
            switch outcome {
            case .archived(let archived):
                try await store.recordPicture(archived, of: picture.mjID)
            case .refused:
                try await store.recordPictureFailure(of: picture.mjID, retryAt: nil)
            case .unreachable:
                try await recordFailure(of: picture)
            }
        } catch {
            flush.failed(error)
            // Not at once again: it is still due.
            _ = try? await Task.sleep(for: configuration.refreshInterval)
        }
    }

    private func recordFailure(of picture: PendingPicture) async throws(StorageError) {
        let backoff = Backoff(
            first: .seconds(10),
            longest: .seconds(3600),
            deadline: configuration.pictureDeadline
        )
        let retryAt = backoff.retry(
            afterFailures: picture.attempts + 1,
            since: picture.finishTime,
            at: .now
        )
        if retryAt == nil {
            logger.notice(
                "a picture is given up",
                metadata: [
                    LogKey.task: "\(picture.mjID)", LogKey.attempts: "\(picture.attempts + 1)",
                ]
            )
        }
        try await store.recordPictureFailure(of: picture.mjID, retryAt: retryAt)
    }
}
