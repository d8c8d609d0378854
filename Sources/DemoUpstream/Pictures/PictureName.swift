/// The path of a picture, which says all that is needed to draw it: links outlive a restart.
struct PictureName: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case preview(step: Int)
        case final
    }

    var subject: Subject
    var kind: Kind

    /// The media type.
    var type: String { kind == .final ? "image/png" : "image/webp" }

    /// `9f3c/grid.png`, `9f3c.f0_2/single.png`, `9f3c/preview-3.webp`.
    var path: String {
        switch kind {
        case .final: "\(subject.text)/\(subject.isGrid ? "grid" : "single").png"
        case .preview(let step): "\(subject.text)/preview-\(step).webp"
        }
    }

    init(subject: Subject, kind: Kind) {
        self.subject = subject
        self.kind = kind
    }

    init?(folder: String, file: String) {
        guard let subject = Subject(folder) else { return nil }
        if file == (subject.isGrid ? "grid.png" : "single.png") {
            self.init(subject: subject, kind: .final)
        } else if file.hasPrefix("preview-"), file.hasSuffix(".webp"),
            let step = Int(file.dropFirst(8).dropLast(5)), Lifecycle.percents.indices.contains(step)
        {
            self.init(subject: subject, kind: .preview(step: step))
        } else {
            return nil
        }
    }
}
