/// The older way to press a button of a grid: U1…U4, V1…V4 or R.
package struct Change: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case upscale = "UPSCALE"
        case variation = "VARIATION"
        case reroll = "REROLL"
    }

    package let kind: Kind
    /// 1…4; nil for a reroll, which is about all four pictures.
    package let index: Int?

    /// Nil when the index is missing or not 1…4. A reroll takes, and forgets, any.
    package init?(_ kind: Kind, index: Int64?) {
        self.kind = kind
        switch kind {
        case .reroll:
            self.index = nil
        case .upscale, .variation:
            guard let index, (1...4).contains(index) else { return nil }
            self.index = Int(index)
        }
    }

    /// What the button of a grid with this `customId` does; nil for any other button.
    package init?(_ button: CustomID) {
        guard let kind = Kind.allCases.first(where: { $0.family == button.family })
        else { return nil }
        self.init(kind, index: button.index.map(Int64.init))
    }

    /// Reads `U2`, `v1` or `R`. After the digit may stand anything, as the servers that clients
    /// were written for take it; after the `R` nothing.
    package init?(_ text: Substring) {
        let letters = Array(text.utf8.prefix(2))
        let index = letters.dropFirst().first.map { Int64($0) - Int64(UInt8(ascii: "0")) }
        switch letters.first {
        case UInt8(ascii: "U"), UInt8(ascii: "u"): self.init(.upscale, index: index)
        case UInt8(ascii: "V"), UInt8(ascii: "v"): self.init(.variation, index: index)
        case UInt8(ascii: "R") where index == nil, UInt8(ascii: "r") where index == nil:
            self.init(.reroll, index: nil)
        default: return nil
        }
    }

    /// Splits `1320098173412546 U2`: an id, one space, a change. White space around them does not
    /// count.
    package static func parse(_ content: String) -> (taskID: String, change: Change)? {
        var words = content.drop(while: \.isWhitespace)
        while words.last?.isWhitespace == true { words.removeLast() }
        let parts = words.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].contains(where: \.isWhitespace),
            let change = Change(parts[1])
        else { return nil }
        return (String(parts[0]), change)
    }

    package var action: TaskAction {
        switch kind {
        case .upscale: .upscale
        case .variation: .variation
        case .reroll: .reroll
        }
    }

    /// `U2`, `V1`, `R`.
    package var text: String {
        switch kind {
        case .upscale: "U\(index ?? 1)"
        case .variation: "V\(index ?? 1)"
        case .reroll: "R"
        }
    }

    /// The `customId` of the button that does the same.
    package func button(in buttons: Buttons) -> String? {
        buttons.all.first { button in
            let customID = CustomID(button.customID)
            return customID.family == kind.family && customID.index == index
        }?.customID
    }
}

extension Change.Kind {
    fileprivate var family: CustomID.Family {
        switch self {
        case .upscale: .upscale
        case .variation: .variation
        case .reroll: .reroll
        }
    }
}
