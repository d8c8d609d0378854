package import Domain

extension Store {
    /// A task by our id; nil when there is none or it is not `owner`'s (nil: anybody's).
    package func task(_ mjID: String, owner: UserID?)
        throws(StorageError) -> (task: MidjourneyTask, details: TaskDetails)?
    {
        fatalError("stub")
    }

    /// The tasks there are among `mjIDs`, in the order asked for, without duplicates.
    package func tasks(_ mjIDs: [String], owner: UserID)
        throws(StorageError) -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        fatalError("stub")
    }

    /// Where a task's picture lies in the archive; nil when there is none (yet).
    package func picture(of mjID: String) throws(StorageError) -> ArchivedPicture? {
        fatalError("stub")
    }
}

/// A picture that is in the archive.
package struct ArchivedPicture: Sendable, Equatable {
    /// Relative to the archive.
    package var path: String
    /// Such as `image/png`.
    package var mediaType: String

    package init(path: String, mediaType: String) {
        self.path = path
        self.mediaType = mediaType
    }
}
