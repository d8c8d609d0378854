import Administration
import Domain

/// A task as commands show it.
struct TaskView: Encodable {
    let id: String
    let userId: UserID
    let user: String
    @OrNull var channelId: ChannelID?
    let action: String
    @OrNull var mode: String?
    let status: String
    let progress: Int
    let prompt: String
    let failReason: String
    let submitTime: Milliseconds
    let startTime: Milliseconds
    let finishTime: Milliseconds
    let quota: Int64

    init(_ task: MidjourneyTask, owner: String?) {
        id = task.mjID
        userId = task.userID
        user = owner ?? "-"
        channelId = task.channelID
        action = task.action.rawValue
        mode = task.mode?.rawValue
        status = task.status.rawValue
        progress = task.progress.percent
        prompt = task.prompt
        failReason = task.failReason
        submitTime = task.submitTime
        startTime = task.startTime
        finishTime = task.finishTime
        quota = task.quota
    }

    static func table(_ tasks: [TaskView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("USER", isFlexible: true), .init("CHANNEL", .right),
                .init("ACTION"), .init("STATUS"), .init("DONE", .right), .init("SUBMITTED"),
                .init("COST", .right), .init("PROMPT", isFlexible: true),
            ],
            rows: tasks.map {
                [
                    $0.id, $0.user, $0.channelId.map(String.init) ?? "-", $0.action, $0.status,
                    "\($0.progress)%", Output.time($0.submitTime), QuotaText.grouped($0.quota),
                    $0.prompt,
                ]
            }
        )
    }
}

/// A part of the list.
struct TaskPageView: Encodable {
    let tasks: [TaskView]
    @OrNull var total: Int?
    let page: Int
    /// `--until` of the list that goes on with it, where there are no pages.
    @OrNull var until: Milliseconds?

    init(_ page: TaskPage, number: Int) {
        tasks = page.tasks.map { TaskView($0, owner: page.owners[$0.userID]) }
        total = page.total
        self.page = number
        until = page.continuation
    }
}
