/// How fast, and at which price, a channel draws. Chosen by the first path segment of a submit.
package enum SpeedMode: String, Sendable, Codable, CaseIterable {
    case fast = "FAST"
    case relax = "RELAX"
    case turbo = "TURBO"
}
