import Domain
import Logging
import Storage
import Upstream

/// Pictures on their way to a channel, for addresses: paid for as a task is, but none is made.
struct Upload {
    /// Its store, channels and places; nothing is submitted.
    let submission: Submission

    func upload(_ request: UploadRequest, of identity: Identity) throws -> SubmitReply {
        let bulkhead = submission.bulkhead
        let lastTry = submission.now() + submission.patience.furtherTries
        let demand = ChannelDemand(
            group: identity.group,
            action: .upload,
            mode: request.form.mode,
            possibleModes: request.form.possibleModes
        )
        let candidates = try submission.candidates(for: .anyChannel, demand)
        var refusal = candidates.refusal
        var isFurtherTry = false
        for channel in candidates.channels {
            guard submission.now() < lastTry else { break }
            guard bulkhead.enter(channel.id) else {
                refusal = .queueFull
                continue
            }
            defer { bulkhead.leave(channel.id) }
            let charge: Int64
            switch try begin(request, of: identity, on: channel, isFurtherTry: isFurtherTry) {
            case .begun(let number): charge = number
            case .barred(let bar):
                if bar == .full { refusal = .queueFull }
                continue
            case .insufficientQuota: throw Problem.forbidden(.contract("quota_not_enough"))
            case .unpriced: throw Problem.unavailable(.unpriced(action: TaskAction.upload.rawValue))
            case .credentialWithdrawn: throw Problem.unauthorized(.tokenDisabled)
            case .refused(let refusal): throw Problem(refusal)
            }
            isFurtherTry = true
            let response = submission.send(
                request.form.body,
                to: UploadRequest.route,
                of: channel,
                as: .anyChannel
            )
            let outcome = outcome(of: response.answer, on: channel)
            end(charge, succeeded: outcome.reply.urls != nil, on: channel)
            submission.remember(response.verdict, of: channel, as: .anyChannel)
            guard outcome.isRefusal else { return outcome.reply }
            refusal = outcome.reply
        }
        return refusal
    }

    private func begin(
        _ request: UploadRequest,
        of identity: Identity,
        on channel: Channel,
        isFurtherTry: Bool
    ) throws -> UploadOutcome {
        let upload = NewUpload(
            userID: identity.userID,
            tokenID: identity.tokenID,
            channelID: channel.id,
            mode: request.form.mode,
            possibleModes: request.form.possibleModes,
            isFurtherTry: isFurtherTry
        )
        return try submission.store.beginUpload(upload)
    }

    private func outcome(
        of result: Result<SubmitAnswer, ChannelError>,
        on channel: Channel
    ) -> (reply: SubmitReply, isRefusal: Bool) {
        let answer: SubmitAnswer
        do {
            answer = try result.get()
        } catch {
            submission.logger.warning(
                "channel did not take an upload",
                metadata: ["channel": "\(channel.id)", "error": "\(error)"]
            )
            if error.isRefusal { return (SubmitReply(refusal: error), true) }
            // There is nothing to look up, and a picture that lies about costs nobody anything.
            return (.uploadLost, false)
        }
        switch answer.code {
        case 3: return (.noChannel, true)
        case 23: return (.queueFull, true)
        default:
            var reply = SubmitReply(refusal: answer)
            guard answer.isAccepted else {
                // A 1 without addresses is none.
                return ([1, 21, 22].contains(answer.code) ? .uploadLost : reply, false)
            }
            reply.code = 1
            reply.urls = answer.results
            return (reply, false)
        }
    }

    /// If this cannot be committed now, the poller gives the charge back.
    private func end(_ charge: Int64, succeeded: Bool, on channel: Channel) {
        do {
            try submission.store.endUpload(charge, succeeded: succeeded)
        } catch {
            submission.logger.error(
                "upload not ended",
                metadata: ["channel": "\(channel.id)", "error": "\(error)"]
            )
        }
    }
}

/// `POST /mj/submit/upload-discord-images`.
struct UploadEndpoint: Endpoint {
    let intake: SubmitIntake
    let submission: Submission

    func answer(_ request: Request, id: String?) throws -> Answer {
        try intake.answer(request) { identity, form in
            try Upload(submission: submission).upload(UploadRequest(form), of: identity)
        }
    }
}
