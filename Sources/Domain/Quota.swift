/// Bounds of balances, in quota units.
package enum Quota {
    /// The most that a token may be given and that is taken over from elsewhere: no sum of balances
    /// overflows, and JavaScript's numbers are exact so far.
    package static let largest: Int64 = 1 << 53
}
