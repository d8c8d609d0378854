/// What a finished task is, on which its buttons depend.
enum Product: Sendable, Equatable {
    /// Four pictures.
    case grid
    /// One of four.
    case single
    /// Four prompts for a picture.
    case description
    /// A prompt's words, weighed; with details after the button for them.
    case analysis(isDetailed: Bool)
    /// A face in another picture.
    case swap
    case videoGrid
    case video
    /// A picture that can be followed by nothing.
    case picture

    var isVideo: Bool { self == .videoGrid || self == .video }

    func buttons(job: String) -> [Button] {
        switch self {
        case .grid: GridButtons.all(job)
        case .single: UpscaledButtons.all(job)
        case .description: DescribeButtons.all()
        case .analysis(let isDetailed): ShortenButtons.all(isDetailed: isDetailed)
        case .videoGrid: VideoButtons.grid(job)
        case .video: VideoButtons.single(job)
        case .swap, .picture: []
        }
    }
}
