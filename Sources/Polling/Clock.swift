import Domain
import Foundation

extension Milliseconds {
    /// The time of day, as stored times are.
    static var now: Milliseconds { Milliseconds(Date().timeIntervalSince1970 * 1000) }
}

extension Duration {
    var milliseconds: Milliseconds {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
