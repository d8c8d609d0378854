/// The kinds of submits, by their paths below `/mj`.
enum SubmitName: String, CaseIterable, Sendable {
    case imagine = "submit/imagine"
    case action = "submit/action"
    case modal = "submit/modal"
    case change = "submit/change"
    case simpleChange = "submit/simple-change"
    case describe = "submit/describe"
    case shorten = "submit/shorten"
    case blend = "submit/blend"
    case edit = "submit/edit"
    case edits = "submit/edits"
    case retexture = "submit/retexture"
    case video = "submit/video"
    case upload = "submit/upload-discord-images"
    case swap = "insight-face/swap"

    /// What reads the body and does what it says.
    var kind: any Submit.Type {
        switch self {
        case .imagine: ImagineSubmit.self
        case .action: ActionSubmit.self
        case .modal: ModalSubmit.self
        case .change: ChangeSubmit.self
        case .simpleChange: SimpleChangeSubmit.self
        case .describe: DescribeSubmit.self
        case .shorten: ShortenSubmit.self
        case .blend: BlendSubmit.self
        case .edit, .edits, .retexture: EditSubmit.self
        case .video: VideoSubmit.self
        case .upload: UploadSubmit.self
        case .swap: SwapSubmit.self
        }
    }
}
