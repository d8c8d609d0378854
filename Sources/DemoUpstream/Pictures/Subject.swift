/// What is on a picture: a motif that a seed picks, and how each follow-up changed it.
///
/// Each choice opens four variants, which are shown as a grid; an upscale picks one of them.
struct Subject: Hashable, Sendable {
    /// How far variants are from what they are variants of.
    enum Strength: Character, Sendable {
        /// Four pictures that share no more than motif and colours.
        case fresh = "f"
        case strong = "s"
        case subtle = "w"
        /// Nearly the same: what was there before the frame was moved stays.
        case outpainted = "o"
    }

    struct Choice: Hashable, Sendable {
        var strength: Strength
        var salt: UInt32
        /// The variant that was picked, 0…3; nil: all four are shown.
        var picked: Int?
    }

    /// The part of the world that is seen, in thousandths of the first picture's side.
    struct Window: Hashable, Sendable {
        var x = 0
        var y = 0
        var width = 1_000
    }

    var seed: UInt64
    /// Never empty; only the last may be open.
    private(set) var choices = [Choice(strength: .fresh, salt: 0, picked: nil)]
    private(set) var window = Window()

    init(seed: UInt64) {
        self.seed = seed
    }

    var isGrid: Bool { choices.last?.picked == nil }

    /// One of the grid's four, 1…4; a single picture stays what it is.
    func picking(_ number: Int) -> Subject {
        var subject = self
        if isGrid { subject.choices[choices.count - 1].picked = max(0, min(3, number - 1)) }
        return subject
    }

    /// Four variants of a single picture; of a grid, other variants than it has.
    func varied(_ strength: Strength, salt: UInt32) -> Subject {
        var subject = self
        if isGrid {
            subject.choices[choices.count - 1].salt = salt
        } else {
            subject.choices.append(Choice(strength: strength, salt: salt, picked: nil))
        }
        return subject
    }

    /// Sees more of the world around the same middle: `factor` 2 shows twice as much.
    func zoomedOut(by factor: Double) -> Subject {
        var subject = self
        let width = min(100_000, Int(Double(window.width) * max(1, factor)))
        subject.window.x -= (width - window.width) / 2
        subject.window.y -= (width - window.width) / 2
        subject.window.width = width
        return subject
    }

    /// Moves the frame by half its side.
    func panned(_ x: Int, _ y: Int) -> Subject {
        var subject = self
        subject.window.x += x * window.width / 2
        subject.window.y += y * window.width / 2
        return subject
    }
}

extension Subject {
    /// `9f3c.f0_2.s1a2b~-500_0_2000`: seed, choices, window.
    var text: String {
        var text = String(seed, radix: 16)
        if choices != Subject(seed: seed).choices {
            for choice in choices {
                text += ".\(choice.strength.rawValue)\(String(choice.salt, radix: 16))"
                if let picked = choice.picked { text += "_\(picked)" }
            }
        }
        if window != Window() { text += "~\(window.x)_\(window.y)_\(window.width)" }
        return text
    }

    init?(_ text: String) {
        let halves = text.split(separator: "~", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, parts.count <= 64, let seed = UInt64(parts[0], radix: 16) else {
            return nil
        }
        self.init(seed: seed)
        if parts.count > 1 { choices = [] }
        for part in parts.dropFirst() {
            guard isSingleSoFar, let choice = Choice(part) else { return nil }
            choices.append(choice)
        }
        guard halves.count == 2 else { return }
        let numbers = halves[1].split(separator: "_").compactMap { Int($0) }
        guard numbers.count == 3, (1...100_000).contains(numbers[2]),
            numbers.allSatisfy({ abs($0) <= 1_000_000 })
        else { return nil }
        window = Window(x: numbers[0], y: numbers[1], width: numbers[2])
    }

    private var isSingleSoFar: Bool { choices.allSatisfy { $0.picked != nil } }
}

extension Subject.Choice {
    fileprivate init?(_ text: Substring) {
        guard let strength = text.first.flatMap(Subject.Strength.init) else { return nil }
        let parts = text.dropFirst().split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count <= 2, let salt = UInt32(parts[0], radix: 16) else { return nil }
        var picked: Int?
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0..<4).contains(number) else { return nil }
            picked = number
        }
        self.init(strength: strength, salt: salt, picked: picked)
    }
}
