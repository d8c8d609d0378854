import Domain
import Logging
import Storage
import Upstream

/// Brings pictures from the channels into the archive.
///
/// So many are fetched at once as the setting says, retries included; retries alone get half of
/// it, so that old pictures of a dead host never make new ones wait.
struct PictureArchive: Sendable {
    enum Outcome: Sendable, Equatable {
        case archived(ArchivedPicture)
        /// Trying again may help.
        case unreachable
        /// There will never be a picture.
        case refused
    }

    private let files: PictureFiles
    private let access: ChannelAccess
    private let slots: Slots
    private let wait: Duration
    private let logger: Logger

    init(
        configuration: PollingConfiguration,
        files: PictureFiles,
        access: ChannelAccess,
        logger: Logger
    ) {
        self.files = files
        self.access = access
        self.logger = logger
        slots = Slots(configuration.pictureConcurrency)
        wait = configuration.pictureWait
    }

    /// The picture of a task that is about to be shown as finished: fetched if that is quick, else
    /// left to the retries.
    func picture(at url: String, of mjID: String, on channel: Channel) async
        -> TaskEnding.Picture
    {
        let outcome = await withinTime(wait) { await fetch(url, of: mjID, on: channel) }
        return switch outcome {
        case .archived(let picture): .archived(picture)
        case .refused: .none
        case .unreachable, nil: .pending(url: url)
        }
    }

    func fetch(_ url: String, of mjID: String, on channel: Channel) async -> Outcome {
        await slots.run { await fetchNow(url, of: mjID, on: channel) } ?? .unreachable
    }

    private func fetchNow(_ url: String, of mjID: String, on channel: Channel) async -> Outcome {
        guard let path = PicturePath(mjID: mjID) else { return .refused }
        let temporary = await files.temporaryPath()
        var logger = logger
        logger[metadataKey: LogKey.task] = "\(mjID)"
        do {
            let mediaType = try await access.fetchPicture(url, channel, temporary, PictureLimits())
            return .archived(try await files.keep(temporary, at: path, mediaType: mediaType))
        } catch let error as PictureError {
            await files.discard(temporary)
            guard case .refused(let reason) = error else { return .unreachable }
            logger.notice("a picture is refused", metadata: [LogKey.reason: "\(reason)"])
            return .refused
        } catch {
            await files.discard(temporary)
            logger.error("a picture cannot be kept", metadata: [LogKey.reason: "\(error)"])
            return .unreachable
        }
    }
}
