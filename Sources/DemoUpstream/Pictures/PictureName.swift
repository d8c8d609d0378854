/// The path of a picture, which says all that is needed to draw it: links outlive a restart.
struct PictureName: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case preview(step: Int)
        case final
    }

    var seed: UInt64
    var kind: Kind

    init(seed: UInt64, kind: Kind) {
        self.seed = seed
        self.kind = kind
    }

    /// `9f3c…/grid.png`, `9f3c…/preview-3.png`.
    var path: String {
        switch kind {
        case .final: "\(String(seed, radix: 16))/grid.png"
        case .preview(let step): "\(String(seed, radix: 16))/preview-\(step).png"
        }
    }

    init?(folder: String, file: String) {
        guard let seed = UInt64(folder, radix: 16) else { return nil }
        if file == "grid.png" {
            self.init(seed: seed, kind: .final)
        } else if file.hasPrefix("preview-"), file.hasSuffix(".png"),
            let step = Int(file.dropFirst(8).dropLast(4)), Lifecycle.percents.indices.contains(step)
        {
            self.init(seed: seed, kind: .preview(step: step))
        } else {
            return nil
        }
    }
}
