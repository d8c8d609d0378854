package import Domain

extension Store {
    /// A page of the owner's tasks with what single reads show, newest first.
    package func newestTasks(of owner: UserID, page: Int, pageSize: Int)
        throws(StorageError) -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        fatalError("stub")
    }

    /// A page of the owner's tasks that a channel works on or has waiting (neither finished nor
    /// MODAL), oldest first.
    package func queuedTasks(of owner: UserID, page: Int, pageSize: Int)
        throws(StorageError) -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        fatalError("stub")
    }
}
