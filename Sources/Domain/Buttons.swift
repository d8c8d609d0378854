/// The buttons of a task, as it keeps them.
package struct Buttons: Sendable, Equatable {
    package struct Button: Sendable, Equatable {
        package var customID: String
        package var emoji: String
        package var label: String

        package init(customID: String, emoji: String = "", label: String = "") {
            self.customID = customID
            self.emoji = emoji
            self.label = label
        }
    }

    package let all: [Button]

    /// - Parameter json: an array as JSON text; anything else has no buttons.
    package init(json: String) {
        let array = (try? JSONValue.parse(Array(json.utf8)))?.array ?? []
        all = array.compactMap { button in
            button["customId"]?.string.map {
                Button(
                    customID: $0,
                    emoji: button["emoji"]?.string ?? "",
                    label: button["label"]?.string ?? ""
                )
            }
        }
    }

    /// Those of a grid that its channel gave none: U1…U4, 🔄, V1…V4. Pressed, they are ``Change``s.
    package init(gridOf mjID: String) {
        let upscales = (1...4).map {
            Button(customID: "MJ::JOB::upsample::\($0)::\(mjID)", label: "U\($0)")
        }
        let reroll = Button(customID: "MJ::JOB::reroll::0::\(mjID)::SOLO", emoji: "🔄")
        let variations = (1...4).map {
            Button(customID: "MJ::JOB::variation::\($0)::\(mjID)", label: "V\($0)")
        }
        all = upscales + [reroll] + variations
    }

    package subscript(customID: String) -> Button? {
        all.first { $0.customID == customID }
    }

    /// How many prompts a describe offers to draw.
    package var describedPrompts: Int {
        let indices = all.map { CustomID($0.customID) }
            .filter { $0.family == .describedPrompt }
            .compactMap(\.index)
        return Set(indices).count
    }
}
