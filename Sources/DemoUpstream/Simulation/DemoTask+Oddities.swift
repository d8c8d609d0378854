import Domain

extension DemoTask {
    /// Makes the object as odd as was ordered.
    func bend(_ members: inout [String: JSONValue], _ view: View, _ rendering: TaskRendering) {
        let oddities = order.orders.oddities
        let isAftermath = view.isSuccess && isAftermath(at: rendering.now)
        if let odd = oddities.picture, isAftermath { bendPicture(&members, odd, rendering) }
        if let odd = oddities.buttons, view.isSuccess {
            bendButtons(&members, odd, isAftermath: isAftermath)
        }
        if let odd = oddities.times { bendTimes(&members, odd) }
    }

    /// What the address of the final picture says about a later moment: `ex`, until when it works;
    /// `new`, from when on it is another picture.
    var pictureOddity: String? {
        guard let times, let finish = times.finish else { return nil }
        let moment = String(finish + times.step, radix: 16)
        switch order.orders.oddities.picture {
        case .expires: return "ex=\(moment)"
        case .bytes: return "new=\(moment)"
        default: return nil
        }
    }

    private func bendPicture(
        _ members: inout [String: JSONValue],
        _ odd: PictureOddity,
        _ rendering: TaskRendering
    ) {
        switch odd {
        case .changes:
            let other = PictureName(subject: Subject(seed: seed &+ 1), kind: .final)
            members["imageUrl"] = .string("\(rendering.pictures)/\(other.path)")
        case .null: members["imageUrl"] = .null
        case .relative:
            let name = PictureName(subject: subject, kind: .final)
            members["imageUrl"] = .string("/mj/image-like/\(name.path)")
        case .otherHost:
            members["imageUrl"] = .string("http://pictures.invalid/\(jobID)/grid.png")
        // The address says it.
        case .expires, .bytes: break
        }
    }

    private func bendButtons(
        _ members: inout [String: JSONValue],
        _ odd: ButtonsOddity,
        isAftermath: Bool
    ) {
        let buttons = members["buttons"]?.array ?? []
        switch odd {
        case .missing: members["buttons"] = nil
        case .empty: members["buttons"] = .array([])
        case .null: members["buttons"] = .null
        case .change: if isAftermath { members["buttons"] = .array(Array(buttons.prefix(2))) }
        case .nullCustomID:
            members["buttons"] = .array(
                buttons.map { button in
                    var button = button.object ?? [:]
                    button["customId"] = .null
                    return .object(button)
                }
            )
        }
    }

    private func bendTimes(_ members: inout [String: JSONValue], _ odd: TimesOddity) {
        for name in ["submitTime", "startTime", "finishTime"] {
            guard let time = members[name]?.integer else { continue }
            switch odd {
            case .skew: members[name] = .integer(time + 86_400_000)
            case .seconds: members[name] = .integer(time / 1_000)
            case .reversed: break
            }
        }
        if odd == .reversed, let start = members["startTime"]?.integer,
            members["finishTime"]?.integer != nil
        {
            members["finishTime"] = .integer(start - 1_000)
        }
    }
}
