/// The kind of operation. An open set: channels add kinds, and unknown ones pass through.
package struct TaskAction: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let imagine = TaskAction(rawValue: "IMAGINE")
    package static let upscale = TaskAction(rawValue: "UPSCALE")
    package static let variation = TaskAction(rawValue: "VARIATION")
    package static let highVariation = TaskAction(rawValue: "HIGH_VARIATION")
    package static let lowVariation = TaskAction(rawValue: "LOW_VARIATION")
    package static let reroll = TaskAction(rawValue: "REROLL")
    package static let zoom = TaskAction(rawValue: "ZOOM")
    package static let customZoom = TaskAction(rawValue: "CUSTOM_ZOOM")
    package static let pan = TaskAction(rawValue: "PAN")
    package static let inpaint = TaskAction(rawValue: "INPAINT")
    package static let modal = TaskAction(rawValue: "MODAL")
    package static let describe = TaskAction(rawValue: "DESCRIBE")
    package static let shorten = TaskAction(rawValue: "SHORTEN")
    package static let blend = TaskAction(rawValue: "BLEND")
    package static let edits = TaskAction(rawValue: "EDITS")
    package static let video = TaskAction(rawValue: "VIDEO")
    package static let upload = TaskAction(rawValue: "UPLOAD")
    /// A button of a family that nobody here knows.
    package static let action = TaskAction(rawValue: "ACTION")
    package static let swapFace = TaskAction(rawValue: "SWAP_FACE")

    /// Whether its picture is four to choose from.
    package var isGrid: Bool {
        switch self {
        case .imagine, .variation, .lowVariation, .highVariation, .inpaint, .reroll, .blend: true
        default: false
        }
    }
}
