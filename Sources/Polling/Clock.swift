import Domain
import Foundation

extension Milliseconds {
    /// The time of day, as stored times are.
    static var now: Milliseconds { Milliseconds(Date().timeIntervalSince1970 * 1000) }
}
