/// What pressing a button means, read from its `customId`: fields separated by `::`, such as
/// `MJ::JOB::upsample::1::85a4b4c1-8835-46c5-a15c-aea34fad1862`.
///
/// Any text is one. A family that is not known here is ``Family/unknown``, and passes through:
/// channels add families, and the channel that made the button knows it.
package struct CustomID: Sendable, Equatable {
    package enum Family: Sendable, Equatable, CaseIterable {
        /// U1…U4 of a grid.
        case upscale
        /// Of one picture: subtle, creative, 2x, 4x; and of one video of four.
        case upscaleAgain
        case variation, lowVariation, highVariation
        case reroll
        case pan
        case zoom, customZoom
        case inpaint
        case animate
        /// A prompt of a describe, to be drawn.
        case describedPrompt
        /// All of them at once: a task each.
        case allDescribedPrompts
        case describeAgain
        /// A prompt of a shorten, to be drawn.
        case shortenedPrompt
        case shortenDetails
        /// The heart: nothing is drawn.
        case bookmark
        case unknown
    }

    package let family: Family
    /// Which of several pictures or prompts, from 1; nil where the button is not about one of
    /// several, or does not say.
    package let index: Int?

    package init(_ text: String) {
        // The keyword comes third at the latest, and its index after it: what follows stays as it
        // is, however long.
        let fields = text.split(separator: "::", maxSplits: 4, omittingEmptySubsequences: false)
        var words = fields[...]
        guard words.popFirst().map({ Self.folded($0) == "mj" }) == true else {
            self.init(.unknown)
            return
        }
        if let word = words.first, Self.folded(word) == "job" { words.removeFirst() }
        guard let keyword = words.popFirst() else {
            self.init(.unknown)
            return
        }
        let next = words.first
        self.init(Self.family(Self.folded(keyword), Self.folded(next ?? "")), next)
    }

    private init(_ family: Family, _ field: Substring? = nil) {
        self.family = family
        index = family.isOneOfSeveral ? field.flatMap(Self.index) : nil
    }

    /// What the task that the button starts is stored, and priced, as. A bookmark starts none.
    package var action: TaskAction {
        switch family {
        case .upscale, .upscaleAgain: .upscale
        case .variation: .variation
        case .lowVariation: .lowVariation
        case .highVariation: .highVariation
        case .reroll: .reroll
        case .pan: .pan
        case .zoom: .zoom
        case .customZoom: .customZoom
        case .inpaint: .inpaint
        case .animate: .video
        case .describedPrompt, .allDescribedPrompts, .shortenedPrompt: .imagine
        case .describeAgain: .describe
        case .shortenDetails: .shorten
        case .bookmark, .unknown: .action
        }
    }

    /// By the keyword, and the field after it.
    private static func family(_ keyword: String, _ next: String) -> Family {
        switch keyword {
        case "upsample": .upscale
        case "variation": .variation
        case "low_variation": .lowVariation
        case "high_variation": .highVariation
        case "reroll": .reroll
        case "outpaint": .zoom
        case "customzoom": .customZoom
        case "inpaint": .inpaint
        case "picreader": next == "all" ? .allDescribedPrompts : .describedPrompt
        case "picread": next == "retry" ? .describeAgain : .unknown
        case "promptanalyzer": .shortenedPrompt
        case "promptanalyzerextended": .shortenDetails
        case "bookmark": .bookmark
        case "video": .animate
        case "video_virtual_upscale": .upscaleAgain
        case _ where keyword.hasPrefix("upsample_"): .upscaleAgain
        case _ where keyword.hasPrefix("pan_"): .pan
        case _ where keyword.hasPrefix("animate_"): .animate
        default: .unknown
        }
    }

    /// In the case that the words are compared in: `JOB` and `Job` both exist.
    private static func folded(_ word: Substring) -> String {
        // No keyword is longer, so that a long text is not copied.
        word.utf8.count <= 64 ? word.lowercased() : ""
    }

    /// One digit from 1: there are never more than a few to choose from.
    private static func index(_ field: Substring) -> Int? {
        guard field.utf8.count == 1, let number = Int(field), number > 0 else { return nil }
        return number
    }
}

extension CustomID.Family {
    fileprivate var isOneOfSeveral: Bool {
        switch self {
        case .upscale, .upscaleAgain, .variation, .animate, .describedPrompt, .shortenedPrompt:
            true
        default: false
        }
    }
}
