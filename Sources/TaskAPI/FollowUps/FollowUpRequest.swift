import Domain

/// What a follow-up must hold, and what becomes of it.
protocol FollowUpRequest {
    /// Code 4 for what it does not allow.
    init(_ form: SubmitForm) throws(Problem)

    func reply(to identity: Identity, by submission: Submission) throws -> SubmitReply
}

extension SubmitForm {
    /// The id that a client calls a task by: a string, or a number as one client sends it. Empty:
    /// there is none, or it is something else.
    var taskID: String { (try? fields.id("taskId")) ?? "" }

    /// A text without the white space around it; empty: there is none, or it is something else.
    func word(_ name: String) -> String { (fields.members[name]?.string ?? "").trimmed }
}
