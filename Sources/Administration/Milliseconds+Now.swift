package import Domain
import FoundationEssentials

extension Milliseconds {
    package static var now: Milliseconds {
        Milliseconds((Date().timeIntervalSince1970 * 1_000).rounded(.down))
    }
}
