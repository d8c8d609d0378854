/// The key, or other name of a known set, that somebody probably meant.
package enum NearestKey {
    /// The one of `keys` that takes the fewest single-character changes from `key`; nil when even
    /// that takes more than three, or a third of it.
    package static func to(_ key: String, among keys: [String]) -> String? {
        let limit = min(3, key.count / 3)
        return keys.map { (key: $0, distance: distance(key, $0)) }
            .filter { $0.distance <= limit }
            .min { $0.distance < $1.distance }?.key
    }

    /// Levenshtein's: insertions, deletions and replacements.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.uppercased().utf8)
        var row = Array(0...right.count)
        for (index, byte) in left.uppercased().utf8.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, min(row[column], diagonal) + 1)
            }
        }
        return row[right.count]
    }
}
