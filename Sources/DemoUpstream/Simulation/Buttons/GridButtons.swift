import Domain

/// Below four pictures: U1–U4, reroll, V1–V4.
enum GridButtons {
    static func all(_ job: String) -> [Button] {
        (1...4).map { upscale($0, job) } + [reroll(job)] + (1...4).map { variation($0, job) }
    }

    static func upscale(_ number: Int, _ job: String) -> Button {
        let follow = FollowUp(action: .upscale, product: .single, pace: .quick) { parent, _ in
            parent.picking(number)
        }
        return Button(
            customID: "MJ::JOB::upsample::\(number)::\(job)",
            label: "U\(number)",
            effect: .follow(follow)
        )
    }

    static func variation(_ number: Int, _ job: String) -> Button {
        let follow = FollowUp(action: .variation, isRemixable: true) { parent, salt in
            parent.picking(number).varied(.strong, salt: salt)
        }
        return Button(
            customID: "MJ::JOB::variation::\(number)::\(job)",
            label: "V\(number)",
            effect: .follow(follow)
        )
    }

    /// Other variants of what the parent shows; of a single picture, of what it was picked from.
    static func reroll(_ job: String) -> Button {
        let follow = FollowUp(isRemixable: true) { parent, salt in
            parent.varied(.strong, salt: salt)
        }
        return Button(
            customID: "MJ::JOB::reroll::0::\(job)::SOLO",
            emoji: "🔄",
            effect: .follow(follow)
        )
    }
}
