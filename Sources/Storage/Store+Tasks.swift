package import Domain
import GRDB

extension Store {
    /// A task by our id; nil when there is none or it is not `owner`'s (nil: anybody's).
    package func task(_ mjID: String, owner: UserID?)
        throws(StorageError) -> (task: MidjourneyTask, details: TaskDetails)?
    {
        try read("read a task") { try $0.task(mjID, owner: owner) }
    }

    /// The tasks there are among `mjIDs`, in the order asked for, without duplicates.
    package func tasks(_ mjIDs: [String], owner: UserID)
        throws(StorageError) -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        try read("read tasks") { database in
            var seen: Set<String> = []
            return try mjIDs.filter { seen.insert($0).inserted }
                .compactMap { try database.task($0, owner: owner) }
        }
    }

    /// Where a task's picture lies in the archive; nil when there is none (yet).
    package func picture(of mjID: String) throws(StorageError) -> ArchivedPicture? {
        try read("read a picture") { try $0.picture(of: mjID) }
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

extension Database {
    /// Whoever owns it, without its details.
    func task(_ mjID: String) throws -> MidjourneyTask? {
        try selectOne(TaskSQL.task, mjID, row: TaskRow.task)
    }

    func task(_ mjID: String, owner: UserID?) throws
        -> (task: MidjourneyTask, details: TaskDetails)?
    {
        let found = try selectOne(
            TaskSQL.taskWithDetails,
            mjID,
            row: TaskRow.taskWithDetails
        )
        guard let found, owner == nil || found.task.userID == owner else { return nil }
        return found
    }

    func picture(of mjID: String) throws -> ArchivedPicture? {
        try selectOne(TaskSQL.picture, mjID) { row in
            ArchivedPicture(path: row.text(0), mediaType: row.text(1))
        }
    }
}
