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
