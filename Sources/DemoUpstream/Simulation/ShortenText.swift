/// What `/shorten` says about a prompt: which words count, and shorter prompts made of them.
enum ShortenText {
    private struct Token {
        var word: String
        /// Hundredths.
        var weight: Int
    }

    static func text(_ prompt: String, isDetailed: Bool) -> (english: String, chinese: String) {
        let tokens = tokens(prompt)
        let weighed = isDetailed ? details(tokens) : tokens.map(marked).joined(separator: " ")
        let bars = isDetailed ? "\n\n" + bars(tokens) : ""
        let prompts = PromptLines.text(shortened(tokens))
        return (
            "## Important tokens\n\(weighed)\(bars)\n## Shortened prompts\n\(prompts)",
            "## 重要词汇\n\(weighed)\(bars)\n## 简化提示\n\(prompts)"
        )
    }

    private static let small = [
        "a", "an", "and", "by", "for", "in", "of", "on", "the", "to", "with",
    ]

    /// The weight depends on the word and its place, and on nothing else.
    private static func tokens(_ prompt: String) -> [Token] {
        let words = prompt.split(whereSeparator: \.isWhitespace).prefix(60)
        return words.enumerated().map { index, word in
            guard index == 0 || !small.contains(word.lowercased()) else {
                return Token(word: String(word), weight: 1)
            }
            var random = SeededRandom(text: String(word))
            let weight = index == 0 ? 100 : Int(random.next() % UInt64(max(2, 100 - index * 8)))
            return Token(word: String(word), weight: weight)
        }
    }

    /// Bold when it counts, struck out when it does not; commas stay outside.
    private static func marked(_ token: Token) -> String {
        let core = core(token)
        let mark = token.weight >= 20 ? "**" : token.weight > 1 && token.weight < 8 ? "~~" : ""
        return mark + core + mark + token.word.dropFirst(core.count)
    }

    private static func details(_ tokens: [Token]) -> String {
        tokens.map { token in
            let core = core(token)
            let mark = token.weight >= 20 ? "**" : ""
            return mark + core + mark + " (\(decimal(token.weight)))"
                + token.word.dropFirst(core.count)
        }
        .joined(separator: " ")
    }

    private static func bars(_ tokens: [Token]) -> String {
        tokens.sorted { $0.weight > $1.weight }.prefix(6).map { token in
            let full = max(0, min(10, (token.weight + 5) / 10))
            return String(repeating: "█", count: full) + String(repeating: "░", count: 10 - full)
                + " " + core(token)
        }
        .joined(separator: "\n")
    }

    /// Each drops a few more of the lightest words; the first word always stays.
    private static func shortened(_ tokens: [Token]) -> [String] {
        (1...5).map { number in
            let least = number * 10 - 5
            let words = tokens.enumerated().filter { $0.offset == 0 || $0.element.weight >= least }
            return words.map { core($0.element) }.joined(separator: ", ")
        }
    }

    private static func core(_ token: Token) -> String {
        String(token.word.prefix { !",.;".contains($0) })
    }

    private static func decimal(_ hundredths: Int) -> String {
        "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    }
}
