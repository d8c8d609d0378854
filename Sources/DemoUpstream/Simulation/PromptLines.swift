/// Numbered prompts as Discord's bots write them: `1️⃣ Cat --ar 5:4`, a blank line, `2️⃣ …`.
enum PromptLines {
    static let digits = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣"]

    static func text(_ prompts: [String]) -> String {
        zip(digits, prompts).map { "\($0) \($1)" }.joined(separator: "\n\n")
    }

    /// The prompt after a number, from 1.
    static func prompt(_ number: Int, in text: String) -> String? {
        guard digits.indices.contains(number - 1) else { return nil }
        let start = digits[number - 1] + " "
        return text.split(separator: "\n").first { $0.hasPrefix(start) }
            .map { String($0.dropFirst(start.count)) }
    }
}
