import Domain

/// Below one picture: further upscales, variations, zoom, pan, and what else the web page has.
enum UpscaledButtons {
    static func all(_ job: String) -> [Button] {
        [
            upscale("subtle", "Upscale (Subtle)", job),
            upscale("creative", "Upscale (Creative)", job),
            variation("low", "Vary (Subtle)", .subtle, job),
            variation("high", "Vary (Strong)", .strong, job),
            region(job),
            zoom(50, "Zoom Out 2x", factor: 2, job),
            zoom(75, "Zoom Out 1.5x", factor: 1.5, job),
            zoom(100, "Make Square", factor: 1, job),
            customZoom(job),
            pan("left", "⬅️", (-1, 0), job), pan("right", "➡️", (1, 0), job),
            pan("up", "⬆️", (0, -1), job), pan("down", "⬇️", (0, 1), job),
            VideoButtons.animate("high", job), VideoButtons.animate("low", job),
            GridButtons.reroll(job),
            Button(customID: "MJ::BOOKMARK::\(job)", emoji: "❤️", effect: .bookmark),
            unknown(job),
        ]
    }

    private static func upscale(_ kind: String, _ label: String, _ job: String) -> Button {
        let follow = FollowUp(
            action: .upscale,
            product: .single,
            subject: { parent, _ in parent },
            csharpAction: TaskAction(rawValue: "UPSCALE_HD")
        )
        return Button(
            customID: "MJ::JOB::upsample_v7_2x_\(kind)::1::\(job)::SOLO",
            label: label,
            effect: .follow(follow)
        )
    }

    private static func variation(
        _ kind: String,
        _ label: String,
        _ strength: Subject.Strength,
        _ job: String
    ) -> Button {
        let follow = FollowUp(action: .variation, isRemixable: true) { parent, salt in
            parent.varied(strength, salt: salt)
        }
        return Button(
            customID: "MJ::JOB::\(kind)_variation::1::\(job)::SOLO",
            emoji: "🪄",
            label: label,
            effect: .follow(follow)
        )
    }

    private static func region(_ job: String) -> Button {
        let follow = FollowUp(action: .variation, dialog: .region) { parent, salt in
            parent.varied(.subtle, salt: salt)
        }
        return Button(
            customID: "MJ::Inpaint::1::\(job)::SOLO",
            emoji: "🖌️",
            label: "Vary (Region)",
            effect: .follow(follow)
        )
    }

    private static func zoom(
        _ percent: Int,
        _ label: String,
        factor: Double,
        _ job: String
    ) -> Button {
        let follow = FollowUp(action: .zoom) { parent, salt in
            parent.zoomedOut(by: factor).varied(.outpainted, salt: salt)
        }
        return Button(
            customID: "MJ::Outpaint::\(percent)::1::\(job)::SOLO",
            emoji: "🔍",
            label: label,
            effect: .follow(follow)
        )
    }

    /// How far is in the prompt that the dialog brings.
    private static func customZoom(_ job: String) -> Button {
        let follow = FollowUp(action: .zoom, dialog: .customZoom) { parent, salt in
            parent.varied(.outpainted, salt: salt)
        }
        return Button(
            customID: "MJ::CustomZoom::\(job)",
            emoji: "🔍",
            label: "Custom Zoom",
            effect: .follow(follow)
        )
    }

    private static func pan(
        _ direction: String,
        _ emoji: String,
        _ step: (x: Int, y: Int),
        _ job: String
    ) -> Button {
        let follow = FollowUp(action: .pan, isRemixable: true) { parent, salt in
            parent.panned(step.x, step.y).varied(.outpainted, salt: salt)
        }
        return Button(
            customID: "MJ::JOB::pan_\(direction)::1::\(job)::SOLO",
            emoji: emoji,
            effect: .follow(follow)
        )
    }

    /// Of a family that no gateway knows: whether it passes through.
    private static func unknown(_ job: String) -> Button {
        let follow = FollowUp(
            action: .action,
            subject: { parent, salt in parent.varied(.fresh, salt: salt) },
            isUnknownToCSharp: true
        )
        return Button(
            customID: "MJ::JOB::sparkle::1::\(job)::SOLO",
            emoji: "✨",
            label: "Sparkle",
            effect: .follow(follow)
        )
    }
}
