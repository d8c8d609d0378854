package import Domain

/// A channel's answer to a submit, in the one dialect we speak.
package struct SubmitAnswer: Sendable, Equatable {
    /// 1, 21, 22, 23, 24, 3, 4, 9 or a code that nobody knows. Queue full is 23 whatever the
    /// channel calls it.
    package var code: Int
    package var description: String
    /// The ids, usually one; URLs for an upload; empty for a refusal.
    package var results: [String]
    /// Always an object.
    package var properties: JSONValue

    package init(code: Int, description: String, results: [String], properties: JSONValue) {
        self.code = code
        self.description = description
        self.results = results
        self.properties = properties
    }

    /// The channel takes nothing more for now.
    static let queueFull = SubmitAnswer(
        code: 23,
        description: "队列已满，请稍后尝试",
        results: [],
        properties: .object([:])
    )

    /// Whether the channel took the task: 1, 21 and 22 with an id.
    package var isAccepted: Bool { [1, 21, 22].contains(code) && !results.isEmpty }
}
