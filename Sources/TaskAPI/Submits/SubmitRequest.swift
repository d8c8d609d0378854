package import Domain

/// A submit that has a task of its own: what it must hold, and what becomes of it.
package protocol SubmitRequest: Sendable {
    static var action: TaskAction { get }
    /// Of the channel.
    static var route: String { get }

    /// Code 4 for what it does not allow.
    init(_ form: SubmitForm) throws(Problem)

    /// What goes to the channel.
    var form: SubmitForm { get }
    /// The task that this one goes on with; empty: none.
    var parent: String { get }

    /// What midjourney-proxy calls `description`.
    func description(of mjID: String) -> String
}

extension SubmitRequest {
    package var parent: String { "" }
}
