/// The steps of a group commit between which a process may die; see ``WriteQueue``.
///
/// Tests stop there, or throw: before ``committed`` the batch is rolled back, from then on it is
/// durable though its writers are told of a failure, as after a crash.
package enum FaultPoint: Sendable, CaseIterable {
    /// The turn is ours, nothing has begun.
    case locked
    /// The writes are done, nothing is announced.
    case written
    /// Announced, not yet committed.
    case announced
    /// Committed, the announcement still stands.
    case committed
}
