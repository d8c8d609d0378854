/// What the server makes of a prompt before anybody draws it.
enum PromptText {
    /// Stands in for a translator: Chinese characters become this sentence; parameters stay.
    static let translation = "a cat in a quiet garden, watercolor"

    static func english(_ prompt: String) -> String {
        guard prompt.unicodeScalars.contains(where: { ("\u{4e00}"..."\u{9fa5}").contains($0) })
        else { return prompt }
        guard let parameters = prompt.firstRange(of: " --") else { return translation }
        return translation + prompt[parameters.lowerBound...]
    }

    /// A few words of the real list, as whole words of the lower-cased English prompt.
    static func bannedWord(in prompt: String) -> String? {
        let words = prompt.lowercased().split { !$0.isLetter }
        return ["nude", "gore", "massacre"].first { words.contains($0[...]) }
    }
}
