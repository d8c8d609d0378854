package import Domain

/// A paid call that makes no task: pictures uploaded to a channel.
package struct NewUpload: Sendable, Equatable {
    package var userID: UserID
    package var tokenID: TokenID
    package var channelID: ChannelID
    package var mode: SpeedMode?

    package init(userID: UserID, tokenID: TokenID, channelID: ChannelID, mode: SpeedMode?) {
        self.userID = userID
        self.tokenID = tokenID
        self.channelID = channelID
        self.mode = mode
    }
}

package enum UploadOutcome: Sendable, Equatable {
    /// Durable and paid for, under this number.
    case begun(Int64)
    case insufficientQuota
    case unpriced
    case credentialWithdrawn
}

extension Store {
    /// Takes the price of the action UPLOAD, before the channel is asked.
    package func beginUpload(_ upload: NewUpload) throws(StorageError) -> UploadOutcome {
        fatalError("stub")
    }

    /// The channel answered, or did not: what did not succeed is refunded, once.
    package func endUpload(_ id: Int64, succeeded: Bool) throws(StorageError) {
        fatalError("stub")
    }

    /// Refunds the uploads begun before `time` that never ended: their process died.
    ///
    /// - Returns: how many.
    package func refundUploads(begunBefore time: Milliseconds) async throws(StorageError) -> Int {
        fatalError("stub")
    }
}
