import Domain

/// The buttons of a task, each with all that clients read of it.
enum TaskButtons {
    /// The type of a Discord component that is a button, and the style of an ordinary one.
    private static let (buttonType, ordinaryStyle): (Int64, Int64) = (2, 2)

    /// - Parameter stored: an array as JSON text, or nothing.
    static func write(_ stored: String, to json: inout JSONWriter) {
        json.write("[")
        var isFirst = true
        let buttons = stored.isEmpty ? nil : (try? JSONValue.parse(Array(stored.utf8)))?.array
        for button in buttons ?? [] {
            // Without one there is nothing to press, and one client fails on it.
            guard let customID = button["customId"]?.string else { continue }
            if !isFirst { json.write(",") }
            isFirst = false
            json.write(#"{"customId":"#)
            json.write(string: customID)
            json.write(#","emoji":"#)
            json.write(string: button["emoji"]?.string ?? "")
            json.write(#","label":"#)
            json.write(string: button["label"]?.string ?? "")
            json.write(#","type":"#)
            json.write(button["type"]?.integer ?? buttonType)
            json.write(#","style":"#)
            json.write(button["style"]?.integer ?? ordinaryStyle)
            json.write("}")
        }
        json.write("]")
    }
}
