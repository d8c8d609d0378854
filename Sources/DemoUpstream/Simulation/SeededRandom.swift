/// Random numbers that are the same in every run with the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// The same numbers for the same text: FNV-1a of its bytes is the seed.
    init(text: String) {
        state = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// In the form of a version 4 UUID.
    mutating func uuid() -> String {
        let high = next()
        let low = next()
        func hex(_ value: UInt64, _ digits: Int) -> String {
            let text = String(value & ((1 << (4 * UInt64(digits))) - 1), radix: 16)
            return String(repeating: "0", count: digits - text.count) + text
        }
        return [
            hex(high >> 32, 8), hex(high >> 16, 4), "4" + hex(high, 3),
            "a" + hex(low >> 48, 3), hex(low, 12),
        ].joined(separator: "-")
    }

    /// In the form of a Discord snowflake: 19 digits.
    mutating func snowflake() -> String {
        String(1_100_000_000_000_000_000 + next() % 100_000_000_000_000_000)
    }
}
