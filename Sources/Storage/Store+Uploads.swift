package import Domain
import GRDB

/// A paid call that makes no task: pictures uploaded to a channel.
package struct NewUpload: Sendable, Equatable {
    package var userID: UserID
    package var tokenID: TokenID
    package var channelID: ChannelID
    package var mode: SpeedMode?
    /// Where the channel may choose one of several: the dearest is paid for. Empty: `mode` it is.
    package var possibleModes: Set<SpeedMode>
    /// On another channel: of a client's submit that was counted before.
    package var isFurtherTry: Bool

    package init(
        userID: UserID,
        tokenID: TokenID,
        channelID: ChannelID,
        mode: SpeedMode?,
        possibleModes: Set<SpeedMode> = [],
        isFurtherTry: Bool = false
    ) {
        self.userID = userID
        self.tokenID = tokenID
        self.channelID = channelID
        self.mode = mode
        self.possibleModes = possibleModes
        self.isFurtherTry = isFurtherTry
    }
}

package enum UploadOutcome: Sendable, Equatable {
    /// Durable and paid for, under this number.
    case begun(Int64)
    case insufficientQuota
    case unpriced
    case credentialWithdrawn
    case refused(SubmitRefusal)
    /// The channel takes nothing more just now; another may.
    case barred(ChannelBar)
}

extension Store {
    /// Takes the price of the action UPLOAD, before the channel is asked.
    package func beginUpload(_ upload: NewUpload) throws(StorageError) -> UploadOutcome {
        try write("begin an upload") { [clock, configuration] in
            try $0.beginUpload(
                upload,
                at: clock.now(),
                defaults: configuration.defaultLimits,
                health: configuration.channelHealth
            )
        }
    }

    /// The channel answered, or did not: what did not succeed is refunded, once.
    package func endUpload(_ id: Int64, succeeded: Bool) throws(StorageError) {
        try write("end an upload") { [clock] in
            _ = try $0.endUpload(id, succeeded: succeeded, at: clock.now())
        }
    }

    /// Refunds the uploads begun before `time` that never ended: their process died.
    ///
    /// - Returns: how many.
    package func refundUploads(begunBefore time: Milliseconds) async throws(StorageError) -> Int {
        try await write("refund uploads") { [clock] transaction in
            let now = clock.now()
            let ids = try transaction.database.select(
                """
                SELECT id FROM uploads INDEXED BY uploads_under_way \
                WHERE succeeded IS NULL AND begun_at < ?
                """,
                time
            ) { $0.integer(0) }
            return try ids.filter {
                try transaction.endUpload($0, succeeded: false, at: now)
            }.count
        }
    }
}

extension WriteTransaction {
    func beginUpload(
        _ upload: NewUpload,
        at now: Milliseconds,
        defaults: SubmitLimits = SubmitLimits(),
        health: ChannelHealthRules = ChannelHealthRules()
    ) throws -> UploadOutcome {
        let payer = try payer(
            user: upload.userID,
            token: upload.tokenID,
            now: now,
            defaults: defaults
        )
        guard let payer else { return .credentialWithdrawn }
        let refusal = try refusal(
            of: .upload,
            isCounted: upload.isFurtherTry,
            by: payer,
            at: now
        )
        if let refusal { return .refused(refusal) }
        let priced = try price(
            of: .upload,
            mode: upload.mode,
            amongst: upload.possibleModes,
            for: payer
        )
        guard let (price, mode) = priced else { return .unpriced }
        guard payer.canPay(price) else { return .insufficientQuota }
        let bar = try admit(1, to: upload.channelID, as: .newWork, at: now, rules: health)
        if let bar { return .barred(bar) }
        if !upload.isFurtherTry { try countSubmit(of: payer, at: now) }
        try run(
            """
            INSERT INTO uploads (user_id, token_id, channel_id, mode, quota, begun_at) \
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                upload.userID, upload.tokenID, upload.channelID, mode?.rawValue, price, now,
            ]
        )
        let id = database.lastInsertedRowID
        try charge(
            price,
            for: .upload(id),
            user: upload.userID,
            token: upload.tokenID,
            at: now
        )
        touch(upload.userID)
        return .begun(id)
    }

    /// False when it has ended before.
    func endUpload(_ id: Int64, succeeded: Bool, at now: Milliseconds) throws -> Bool {
        let user = try database.selectOne(
            "SELECT user_id FROM uploads WHERE id = ? AND succeeded IS NULL",
            id
        ) { $0.integer(0) }
        guard let user else { return false }
        try run("UPDATE uploads SET succeeded = ? WHERE id = ?", [succeeded, id])
        if !succeeded {
            try refund(.upload(id), at: now)
            try run("UPDATE uploads SET quota = 0 WHERE id = ?", [id])
        }
        touch(user)
        return true
    }
}
