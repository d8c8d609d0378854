import Domain

/// The buttons of a task, each with all that clients read of it.
enum TaskButtons {
    /// The type of a Discord component that is a button, and the style of an ordinary one.
    private static let (buttonType, ordinaryStyle): (Int64, Int64) = (2, 2)

    /// A channel that says nothing of buttons has none, yet clients show what they are told: a
    /// grid gets those that every grid has.
    static func write(_ task: MidjourneyTask, _ stored: String, to json: inout JSONWriter) {
        json.write("[")
        var isFirst = true
        if stored.isEmpty, task.status == .success, task.action.isGrid {
            for button in Buttons(gridOf: task.mjID).all {
                write(button, to: &json, &isFirst)
            }
        } else {
            let buttons = stored.isEmpty ? nil : (try? JSONValue.parse(Array(stored.utf8)))?.array
            for button in buttons ?? [] {
                // Without one there is nothing to press, and one client fails on it.
                guard let customID = button["customId"]?.string else { continue }
                write(
                    Buttons.Button(
                        customID: customID,
                        emoji: button["emoji"]?.string ?? "",
                        label: button["label"]?.string ?? ""
                    ),
                    type: button["type"]?.integer ?? buttonType,
                    style: button["style"]?.integer ?? ordinaryStyle,
                    to: &json,
                    &isFirst
                )
            }
        }
        json.write("]")
    }

    private static func write(
        _ button: Buttons.Button,
        type: Int64 = buttonType,
        style: Int64 = ordinaryStyle,
        to json: inout JSONWriter,
        _ isFirst: inout Bool
    ) {
        if !isFirst { json.write(",") }
        isFirst = false
        json.write(#"{"customId":"#)
        json.write(string: button.customID)
        json.write(#","emoji":"#)
        json.write(string: button.emoji)
        json.write(#","label":"#)
        json.write(string: button.label)
        json.write(#","type":"#)
        json.write(type)
        json.write(#","style":"#)
        json.write(style)
        json.write("}")
    }
}
