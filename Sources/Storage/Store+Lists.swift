package import Domain

extension Store {
    /// A page of a list with its exact total: ordinals, so no COUNT and no OFFSET (except for
    /// an administrator's channel filter, counted on a covering index).
    package func page(_ query: ListQuery) throws(StorageError) -> ListPage { fatalError("stub") }
}
