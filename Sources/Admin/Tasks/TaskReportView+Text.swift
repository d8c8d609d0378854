import Administration

extension TaskReportView {
    /// A name and a value a line; what there is nothing to say about is left out.
    func text(width: Int?) -> String {
        var rows: [[String]] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append([name, value]) }
        }
        add("Task", "\(id)  \(action)\(mode.map { " \($0)" } ?? "")")
        add("State", "\(status) \(progress)%")
        add("Reason", failReason)
        add("User", "\(user) (id \(userId))")
        add("Token", tokenId.map { "\(token ?? "-") (id \($0))" })
        add("Channel", channelId.map { "\(channel ?? "-") (id \($0))" })
        add("Upstream id", upstreamId)
        add("Goes on with", parent)
        add("Prompt", prompt)
        add("In English", promptEn == prompt ? nil : promptEn)
        add("Submitted", Output.time(submitTime))
        add("Sent", sentAt == submitTime ? nil : Output.time(sentAt))
        add("Begun", startTime == 0 ? nil : Output.time(startTime))
        add("Ended", finishTime == 0 ? nil : Output.time(finishTime))
        add("Attempts", String(attempt))
        add("Answer", answerCode.map { "\($0) \(answerDescription)" })
        add("Cost", QuotaText.format(quota))
        for payment in payments {
            let note = payment.note.isEmpty ? "" : ", \(payment.note)"
            add(
                "Ledger",
                "\(Output.time(payment.createdAt)) \(payment.kind) "
                    + "\(QuotaText.format(payment.amount)), attempt \(payment.attempt)\(note)"
            )
        }
        add("Calls back", hookHost ?? "nobody")
        for callback in callbacks { add("Callback", words(callback)) }
        add("Cancellation", cancellation.map(words))
        add("Picture", picture.map(words) ?? "none")
        for url in videoUrls { add("Video", url) }
        let table = TextTable([.init(""), .init("")], rows: rows)
        return table.text(width: width)
    }

    private func words(_ callback: Callback) -> String {
        let error = callback.lastError.isEmpty ? "" : ": \(callback.lastError)"
        let next = callback.nextAttemptAt.map { "next \(Output.time($0))" } ?? "given up"
        return "\(callback.id) to \(callback.host), \(callback.attempts) tried, \(next)\(error)"
    }

    private func words(_ cancellation: Cancellation) -> String {
        let next = cancellation.nextAttemptAt.map { "next \(Output.time($0))" }
        return "the channel is still to be told, \(cancellation.attempts) tried, "
            + (next ?? "its id is not known yet")
    }

    private func words(_ picture: Picture) -> String {
        if let path = picture.path { return "\(path) (\(picture.mediaType ?? "-"))" }
        return "to be fetched, \(picture.attempts) tried, next \(Output.time(picture.retryAt ?? 0))"
    }
}
