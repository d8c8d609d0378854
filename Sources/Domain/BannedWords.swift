/// Words that prompts must not hold.
///
/// Words of letters count only as whole words, whatever their case: "bra" is not in "zebra". In
/// scripts without spaces, such as Chinese, a word counts wherever it stands.
///
/// All words are looked for in one pass over the prompt (Aho and Corasick, "Efficient string
/// matching", 1975), so that thousands cost what one costs.
package struct BannedWords: Sendable {
    /// Node and scalar to the next node; node 0 is the root.
    private var edges: [UInt64: Int32] = [:]
    /// Where to go on when no edge fits: the longest end of this node that begins some word.
    private var fallbacks: [Int32] = [0]
    /// The length, in steps, of the word that ends at a node; 0: none does.
    private var lengths: [Int32] = [0]

    package private(set) var count = 0

    package init(_ words: some Sequence<String>) {
        var children: [[(scalar: UInt32, node: Int32)]] = [[]]
        for word in words {
            let steps = Self.steps(of: word)
            var node: Int32 = 0
            for step in steps {
                if let next = edges[Self.key(node, step.scalar)] {
                    node = next
                    continue
                }
                let next = Int32(lengths.count)
                edges[Self.key(node, step.scalar)] = next
                children[Int(node)].append((step.scalar, next))
                children.append([])
                lengths.append(0)
                fallbacks.append(0)
                node = next
            }
            guard !steps.isEmpty, lengths[Int(node)] == 0 else { continue }
            lengths[Int(node)] = Int32(steps.count)
            count += 1
        }
        linkFallbacks(children)
    }

    /// A file's words: one word or phrase a line, `#` begins a comment.
    package init(file: String) {
        self.init(
            file.split(whereSeparator: \.isNewline).map { line in
                line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
                    .joined(separator: " ")
            }
        )
    }

    /// The first banned word in `text`, as it is written there.
    package func first(in text: String) -> Substring? {
        guard count > 0 else { return nil }
        let steps = Self.steps(of: text)
        var node: Int32 = 0
        for (index, step) in steps.enumerated() {
            node = next(node, step.scalar)
            var match = node
            while match != 0 {
                let length = Int(lengths[Int(match)])
                if length > 0, isWhole(index + 1 - length...index, of: steps) {
                    return text[steps[index + 1 - length].range.lowerBound..<step.range.upperBound]
                }
                match = fallbacks[Int(match)]
            }
        }
        return nil
    }

    /// Breadth first, as a fallback is shorter than its node.
    private mutating func linkFallbacks(_ children: [[(scalar: UInt32, node: Int32)]]) {
        var queue: [Int32] = [0]
        var position = 0
        while position < queue.count {
            let node = queue[position]
            position += 1
            for (scalar, child) in children[Int(node)] {
                fallbacks[Int(child)] = node == 0 ? 0 : next(fallbacks[Int(node)], scalar)
                queue.append(child)
            }
        }
    }

    private func next(_ node: Int32, _ scalar: UInt32) -> Int32 {
        var node = node
        while true {
            if let next = edges[Self.key(node, scalar)] { return next }
            guard node != 0 else { return 0 }
            node = fallbacks[Int(node)]
        }
    }

    private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
        UInt64(node) << 32 | UInt64(scalar)
    }
}

extension BannedWords {
    /// A scalar in lower case, and where it stands. A run of white space is one step.
    private struct Step {
        var scalar: UInt32
        var range: Range<String.Index>
    }

    private static func steps(of text: String) -> [Step] {
        var steps: [Step] = []
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let end = scalars.index(after: index)
            defer { index = end }
            if scalar.properties.isWhitespace {
                guard steps.last?.scalar != 0x20 else { continue }
                steps.append(Step(scalar: 0x20, range: index..<end))
            } else {
                steps.append(Step(scalar: lowercased(scalar).value, range: index..<end))
            }
        }
        return steps
    }

    /// Scalar by scalar, so that ranges stay those of the text.
    private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }

    /// Whether neither end of the range is in the middle of a word.
    private func isWhole(_ range: ClosedRange<Int>, of steps: [Step]) -> Bool {
        func isInsideWord(_ left: Int, _ right: Int) -> Bool {
            steps.indices.contains(left) && steps.indices.contains(right)
                && Self.isLetter(steps[left].scalar) && Self.isLetter(steps[right].scalar)
        }
        return !isInsideWord(range.lowerBound - 1, range.lowerBound)
            && !isInsideWord(range.upperBound, range.upperBound + 1)
    }

    /// Whether it is part of words that spaces stand between.
    private static func isLetter(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value), !isUnspaced(value) else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .nonspacingMark, .spacingMark:
            return true
        default:
            return false
        }
    }

    /// Thai to Myanmar, Khmer, kana, Han and Hangul: written without spaces, or with endings
    /// attached. https://www.unicode.org/Public/UNIDATA/Blocks.txt
    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x0e00...0x0eff, 0x1000...0x109f, 0x1100...0x11ff, 0x1780...0x17ff,
            0x2e80...0x9fff, 0xa960...0xa97f, 0xac00...0xd7ff, 0xf900...0xfaff,
            0xff66...0xffdc, 0x1b000...0x1b16f, 0x20000...0x3ffff:
            true
        default:
            false
        }
    }
}
