import Administration
import ArgumentParser
import Domain
import FoundationEssentials
import Storage

struct TaskShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Everything about a task: states, times, channel, cost, callbacks, picture."
    )

    @Argument(help: "Its id, as clients see it.")
    var id: String

    @OptionGroup var options: GlobalOptions

    func run() throws {
        try options.run { output in
            let view = try options.withInstallation { installation, _ in
                TaskReportView(try installation.taskReport(id))
            }
            output.show(view) { view.text(width: Output.terminalWidth) }
        }
    }
}

/// Everything about a task, as the command shows it: without secrets and clients' addresses.
struct TaskReportView: Encodable {
    struct Payment: Encodable {
        let kind: String
        let attempt: Int
        let amount: Int64
        @OrNull var tokenId: TokenID?
        let note: String
        let createdAt: Milliseconds
    }

    struct Picture: Encodable {
        let archived: Bool
        @OrNull var path: String?
        @OrNull var mediaType: String?
        let attempts: Int
        @OrNull var retryAt: Milliseconds?
    }

    struct Callback: Encodable {
        let id: Int64
        let host: String
        let attempts: Int
        @OrNull var nextAttemptAt: Milliseconds?
        let lastError: String
        let failed: Bool
    }

    struct Cancellation: Encodable {
        let attempts: Int
        @OrNull var nextAttemptAt: Milliseconds?
    }

    let id: String
    let userId: UserID
    let user: String
    @OrNull var tokenId: TokenID?
    @OrNull var token: String?
    @OrNull var channelId: ChannelID?
    @OrNull var channel: String?
    @OrNull var upstreamId: String?
    @OrNull var parent: String?
    let action: String
    @OrNull var mode: String?
    let status: String
    let progress: Int
    let prompt: String
    let promptEn: String
    let failReason: String
    let submitTime: Milliseconds
    let sentAt: Milliseconds
    let startTime: Milliseconds
    let finishTime: Milliseconds
    let attempt: Int
    @OrNull var answerCode: Int?
    let answerDescription: String
    let quota: Int64
    let payments: [Payment]
    /// Of the hook that is called at the end.
    @OrNull var hookHost: String?
    let callbacks: [Callback]
    @OrNull var cancellation: Cancellation?
    @OrNull var picture: Picture?
    let videoUrls: [String]

    init(_ report: TaskReport) {
        let (task, details) = (report.task, report.details)
        id = task.mjID
        userId = task.userID
        user = report.owner
        tokenId = task.tokenID
        token = report.token
        channelId = task.channelID
        channel = report.channel
        upstreamId = task.upstreamID
        parent = details.parent.isEmpty ? nil : details.parent
        action = task.action.rawValue
        mode = task.mode?.rawValue
        status = task.status.rawValue
        progress = task.progress.percent
        prompt = task.prompt
        promptEn = task.promptEn
        failReason = task.failReason
        submitTime = task.submitTime
        sentAt = task.sentAt
        startTime = task.startTime
        finishTime = task.finishTime
        attempt = task.attempt
        answerCode = details.answerCode
        answerDescription = report.answerDescription
        quota = task.quota
        payments = report.payments.map {
            Payment(
                kind: $0.kind,
                attempt: $0.attempt,
                amount: $0.amount,
                tokenId: $0.tokenID,
                note: $0.note,
                createdAt: $0.createdAt
            )
        }
        hookHost = URLComponents(string: details.notifyHook)?.host
        callbacks = report.callbacks.map {
            Callback(
                id: $0.id,
                host: URLComponents(string: $0.url)?.host ?? "-",
                attempts: $0.attempts,
                nextAttemptAt: $0.hasFailed ? nil : $0.nextAttemptAt,
                lastError: $0.lastError,
                failed: $0.hasFailed
            )
        }
        cancellation = report.cancellation.map {
            Cancellation(attempts: $0.attempts, nextAttemptAt: $0.nextAttemptAt)
        }
        picture = report.picture.map {
            Picture(
                archived: $0.archived != nil,
                path: $0.archived?.path,
                mediaType: $0.archived?.mediaType,
                attempts: $0.attempts,
                retryAt: $0.archived == nil ? $0.retryAt : nil
            )
        }
        videoUrls = task.videoURLs
    }
}
