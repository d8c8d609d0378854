extension TaskAction {
    /// Those that have a meaning here: what has a price, and what tokens may be allowed.
    package static let known: [TaskAction] = [
        .imagine, .describe, .blend, .shorten, .edits, .video, .modal, .upload, .swapFace,
        .upscale, .variation, .highVariation, .lowVariation, .reroll, .zoom, .customZoom, .pan,
        .inpaint, .action,
    ]

    /// The action that somebody names: as it is stored (`IMAGINE`), or as new-api's prices call it
    /// (`mj_imagine`, `swap_face`); nil for others.
    package init?(name: String) {
        let action = TaskAction(rawValue: Self.withoutPrefix(name))
        guard Self.known.contains(action) else { return nil }
        self = action
    }

    /// The known action that `name` was probably meant to be.
    package static func nearest(to name: String) -> TaskAction? {
        NearestKey.to(withoutPrefix(name), among: known.map(\.rawValue))
            .map(TaskAction.init(rawValue:))
    }

    private static func withoutPrefix(_ name: String) -> String {
        let upper = name.uppercased()
        return upper.hasPrefix("MJ_") ? String(upper.dropFirst(3)) : upper
    }
}
