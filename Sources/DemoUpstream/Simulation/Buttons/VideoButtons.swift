import Domain

/// Around videos: the way to one, and below those that are finished.
enum VideoButtons {
    static func animate(_ motion: String, _ job: String) -> Button {
        let follow = FollowUp(action: .video, product: .videoGrid, isRemixable: true) { parent, _ in
            parent
        }
        return Button(
            customID: "MJ::JOB::animate_\(motion)::1::\(job)::SOLO",
            emoji: "🎞️",
            label: motion == "high" ? "Animate (High motion)" : "Animate (Low motion)",
            effect: .follow(follow)
        )
    }

    static func grid(_ job: String) -> [Button] {
        (1...4).map { number in
            let follow = FollowUp(action: .upscale, product: .video, pace: .quick) { parent, _ in
                parent
            }
            return Button(
                customID: "MJ::JOB::video_virtual_upscale::\(number)::\(job)",
                label: "U\(number)",
                effect: .follow(follow)
            )
        } + [GridButtons.reroll(job)]
    }

    static func single(_ job: String) -> [Button] {
        ["high", "low"].map { motion in
            let follow = FollowUp(action: .video, product: .videoGrid, isRemixable: true) {
                parent,
                _ in parent
            }
            return Button(
                customID: "MJ::JOB::animate_\(motion)_extend::1::\(job)",
                emoji: "🎞️",
                label: motion == "high" ? "Extend (High motion)" : "Extend (Low motion)",
                effect: .follow(follow)
            )
        }
    }
}
