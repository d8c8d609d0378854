import Domain

/// What a checked submit asks for: a task but for its id, its account and its times.
struct TaskOrder: Sendable {
    var action: TaskAction
    var prompt: String
    var promptEn: String
    /// Of the task's id.
    var description: @Sendable (_ id: String) -> String
    var fields: SubmitFields
    var product = Product.grid
    var pace = Lifecycle.Pace.drawn
    var picture = PictureSource.own
    var parentID: String?
    var customID: String?
    /// What it asks before it runs.
    var dialog: Dialog?
    var orders = PromptOrders()
    var idFault: IDFault?
}

/// What is shown when a task succeeds.
enum PictureSource: Sendable, Equatable {
    /// A painting that the task's own seed picks.
    case own
    case painting(Subject)
    /// The path, below that of the pictures, of something that was uploaded.
    case upload(String)
    case none
}

/// What a task asks with code 21.
enum Dialog: Sendable, Equatable {
    /// A prompt with `--zoom 1` to `--zoom 2`.
    case customZoom
    /// A prompt and a mask.
    case region
    /// A prompt.
    case prompt
}
