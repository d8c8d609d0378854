extension SpeedMode {
    /// The mode that a submit asks for: of its path, else of its account filter if that leaves
    /// only one, else of the last flag in its prompt.
    package static func choice(
        path: SpeedMode?,
        filter: [SpeedMode],
        prompt: String
    ) -> SpeedMode? {
        let filter = Set(filter)
        return path ?? (filter.count == 1 ? filter.first : nil)
            ?? words(of: prompt).compactMap(flag).last
    }

    /// `prompt` without the flags that ask for another mode than this one: a channel might follow
    /// them, and draw in a mode that was not paid for.
    package func withoutContraryFlags(_ prompt: String) -> String {
        let contrary = Self.words(of: prompt).filter { word in
            Self.flag(word).map { $0 != self } ?? false
        }
        guard !contrary.isEmpty else { return prompt }
        var kept = ""
        var rest = prompt[...]
        for word in contrary {
            // With the space in front, which would be left over.
            kept += Self.trimmedEnd(prompt[rest.startIndex..<word.startIndex])
            rest = prompt[word.endIndex...]
        }
        return String((kept + rest).drop(while: \.isWhitespace))
    }

    private static func words(of prompt: String) -> [Substring] {
        prompt.split(whereSeparator: \.isWhitespace)
    }

    /// `--fast`; also with the dash that keyboards of phones make of two.
    private static func flag(_ word: Substring) -> SpeedMode? {
        guard let dashes = ["--", "—"].first(where: word.hasPrefix) else { return nil }
        return SpeedMode(rawValue: word.dropFirst(dashes.count).uppercased())
    }

    private static func trimmedEnd(_ text: Substring) -> Substring {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
