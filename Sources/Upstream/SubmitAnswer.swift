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
    /// Not the channel's own words: what stands in front of it may answer so, too, even when the
    /// channel does not work.
    package var isOfStatusOnly: Bool

    package init(
        code: Int,
        description: String,
        results: [String],
        properties: JSONValue,
        isOfStatusOnly: Bool = false
    ) {
        self.code = code
        self.description = description
        self.results = results
        self.properties = properties
        self.isOfStatusOnly = isOfStatusOnly
    }

    /// HTTP 429: nothing more is taken for now.
    static let tooMany = SubmitAnswer(
        code: 23,
        description: "队列已满，请稍后尝试",
        results: [],
        properties: .object([:]),
        isOfStatusOnly: true
    )

    /// Whether the channel took the task: 1, 21 and 22 with an id.
    package var isAccepted: Bool { [1, 21, 22].contains(code) && !results.isEmpty }
}
