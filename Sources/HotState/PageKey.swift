/// What a cached page answers: whose list, and the canonical form of the query.
package struct PageKey: Sendable, Hashable {
    package enum List: String, Sendable { case own, everyone }

    package var list: List
    /// The checked query and everything else the bytes depend on, such as the language and the
    /// unit of times.
    package var query: String

    package init(list: List, query: String) {
        self.list = list
        self.query = query
    }
}
