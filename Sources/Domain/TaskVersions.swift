/// Who a write concerns. Every write also concerns the lists of the administrators.
package struct VersionScope: Sendable, Equatable {
    package var users: Set<UserID>

    package init(users: Set<UserID>) {
        self.users = users
    }
}

/// How a writer keeps every cache right: it announces itself before its commit and finishes after
/// it, also when the commit failed.
///
/// Between the two calls no cached page of these users is used or made; after the second, pages
/// made earlier no longer match. Calls are paired; both may come from any thread.
package protocol VersionWriter: Sendable {
    func announce(_ scope: VersionScope)
    func finish(_ scope: VersionScope)
}
