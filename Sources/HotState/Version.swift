import Domain

/// What a cached page or identity was made at: the identity of the version file and the value of
/// one of its words.
package struct Version: Sendable, Hashable {
    /// Random, made with the file.
    package var file: UInt64
    package var word: UInt64

    package init(file: UInt64, word: UInt64) {
        self.file = file
        self.word = word
    }
}

/// The arithmetic of a word: the low 16 bits are the writing processes that are announced, the
/// high 48 count finished writes.
enum VersionWord {
    static let announced: UInt64 = 0xffff
    static let oneVersion: UInt64 = 1 << 16

    static func bit(ofRegion region: Int) -> UInt64 { 1 << UInt64(region) }

    /// What one atomic add needs to count a version and to clear a bit that is set.
    static func finishing(_ bit: UInt64) -> UInt64 { oneVersion &- bit }
}

/// Which word counts the writes that concern a user.
enum VersionSlot {
    static let users = 65_536
    /// The administrators' lists, groups and prices: every write counts here.
    static let everything = users
    static let count = users + 1

    /// Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): ids in a row, as a
    /// database gives them out, spread evenly. Users who share a slot only lose cache hits.
    ///
    /// 1 → 40_503, 2 → 15_470, 3 → 55_974. Part of the file's layout: never changed alone.
    static func user(_ user: UserID) -> Int {
        Int((UInt64(bitPattern: user) &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }

    static func all(in scope: VersionScope) -> Set<Int> {
        Set(scope.users.map(user)).union([everything])
    }
}
