import Domain

/// Something that can be done with a finished task.
struct Button: Sendable {
    var customID: String
    var emoji = ""
    var label = ""
    /// 2: grey, 3: green.
    var style: Int64 = 2
    var effect: Effect

    var json: JSONValue {
        .object([
            "customId": .string(customID), "emoji": .string(emoji), "label": .string(label),
            "type": .integer(2), "style": .integer(style),
        ])
    }

    enum Effect: Sendable {
        case follow(FollowUp)
        /// Marks the parent, and makes no task.
        case bookmark
        /// One task for each prompt of the parent.
        case imagineAll
        /// Describes the parent's picture again.
        case describeAgain
    }
}

/// The task that a button makes.
struct FollowUp: Sendable {
    /// Nil: the parent's.
    var action: TaskAction?
    var product = Product.grid
    var pace = Lifecycle.Pace.drawn
    /// Always asked for.
    var dialog: Dialog?
    /// Asks for a prompt when the account has remix on.
    var isRemixable = false
    /// The parent's line that becomes the prompt, from 1; nil: the parent's prompt.
    var line: Int?
    /// What becomes of the parent's picture; nil: a new one.
    var subject: (@Sendable (_ parent: Subject, _ salt: UInt32) -> Subject)?
    /// The families that the C# server does not know.
    var isUnknownToCSharp = false
    /// The C# server's own name for the action.
    var csharpAction: TaskAction?
}
