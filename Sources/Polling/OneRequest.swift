/// Tasks of one request: a button can make several tasks, and channels give all of them the `state`
/// of the request, which is the id of the first.
///
/// Ids are microseconds, given out one after the other while the request is accepted.
enum OneRequest {
    private static let longest: Int64 = 100_000

    /// Whether a task may come from the request whose first task is `first`.
    static func holds(_ mjID: String, first: String) -> Bool {
        guard let id = Int64(mjID), let begin = Int64(first) else { return false }
        return id > begin && id - begin < longest
    }
}
