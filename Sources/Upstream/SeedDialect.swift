import Domain

/// Answers to image-seed, read in every dialect of the family.
enum SeedDialect {
    /// Nil when it is none, or says "found" without a seed.
    static func answer(_ answer: JSONValue) -> SubmitAnswer? {
        // Without its envelope.
        if let seed = seed(answer) { return found(seed) }
        guard let decoded = ChannelDialect.submitAnswer(answer) else { return nil }
        guard decoded.code == 1 else { return decoded }
        guard let text = decoded.results.first, let seed = seed(.string(text)) else { return nil }
        return found(seed)
    }

    private static func found(_ seed: String) -> SubmitAnswer {
        SubmitAnswer(code: 1, description: "成功", results: [seed], properties: .object([:]))
    }

    /// A number of 32 bits in all that is known; 20 digits are one of 64.
    private static func seed(_ value: JSONValue) -> String? {
        guard let text = value.idText, (1...20).contains(text.utf8.count),
            text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return nil }
        return text
    }
}
