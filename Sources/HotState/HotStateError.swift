import Glibc

/// What keeps the hot state from working at all. Redis being away is not among it: everything
/// works without Redis, slower.
package enum HotStateError: Error, Equatable {
    /// A call of the system failed on the file of versions.
    case fileFailed(call: String, path: String, errno: Int32)
    /// The file is not one of ours, or of another form.
    case fileInvalid(path: String, reason: String)
    /// All places for writing processes are taken.
    case tooManyWriters(limit: Int)
}

extension HotStateError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .fileFailed(let call, let path, let errno):
            "\(call) \(path): \(String(cString: strerror(errno)))"
        case .fileInvalid(let path, let reason):
            "versions at \(path): \(reason)"
        case .tooManyWriters(let limit):
            "versions: \(limit) programs are writing already; wait for one to end"
        }
    }
}
