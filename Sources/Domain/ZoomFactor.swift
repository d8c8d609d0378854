/// How far a custom zoom goes out: `--zoom 1.5` in its prompt.
package enum ZoomFactor {
    /// What Midjourney takes.
    package static let range = 1.0...2.0

    /// Whether the prompt says how far, and all that it says is in ``range``.
    ///
    /// A parameter is a word and its value the next one. Midjourney takes the dash that telephones
    /// make of two hyphens, too, but no `--zoom=2`.
    package static func isValid(in prompt: String) -> Bool {
        let words = prompt.split(whereSeparator: \.isWhitespace)
        let factors = words.indices.filter { isParameter(words[$0]) }
            .map { index in
                words.indices.contains(index + 1) ? factor(words[index + 1]) : nil
            }
        return !factors.isEmpty
            && factors.allSatisfy { factor in factor.map(range.contains) ?? false }
    }

    private static func isParameter(_ word: Substring) -> Bool {
        ["--zoom", "\u{2014}zoom"].contains(word.lowercased())
    }

    /// Digits with or without a point: `Double` alone would also read `1e0`, `0x1` and `nan`.
    private static func factor(_ word: Substring) -> Double? {
        let isDecimal = word.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
        }
        return isDecimal ? Double(word) : nil
    }
}
