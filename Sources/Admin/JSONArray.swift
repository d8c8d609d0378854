/// A JSON array that is printed while it is made.
struct JSONArray {
    private var isEmpty = true

    /// The next elements, with what comes before them.
    mutating func text(of elements: [some Encodable]) -> String {
        var text = ""
        for element in elements {
            text += isEmpty ? "[\n" : ",\n"
            isEmpty = false
            // Without the line break at its end.
            text += Output.json(element).dropLast()
        }
        return text
    }

    var end: String { isEmpty ? "[]\n" : "\n]\n" }
}
