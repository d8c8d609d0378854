package import Domain
import GRDB

extension Store {
    /// One more than ever before, durable: the poller's epoch.
    package func beginEpoch() async throws(StorageError) -> Int64 {
        try await write("begin an epoch") { try $0.next(Meta.pollerEpoch) }
    }

    /// All unfinished tasks (partial index; finished rows are never looked at): MODAL ones and
    /// those whose channel has not answered yet included.
    package func unfinishedTasks() async throws(StorageError) -> [MidjourneyTask] {
        try await read("read unfinished tasks") { try $0.unfinishedTasks() }
    }

    /// Makes states durable in one transaction; leaves alone what is finished or further on.
    ///
    /// A terminal state comes with refund and callback, hence by ``finish(_:)`` only.
    package func checkpoint(_ states: [TaskCheckpoint]) async throws(StorageError) {
        precondition(
            states.allSatisfy { !$0.status.isTerminal },
            "terminal states go through finish(_:)"
        )
        try await write("checkpoint tasks") { transaction in
            for state in states { try transaction.checkpoint(state) }
        }
    }

    /// Ends tasks, with refund and callback, in one transaction.
    ///
    /// - Returns: the ids that this call ended; the others were finished before, or are not what their
    ///   ``TaskEnding/onlyIf`` says, and are untouched.
    package func finish(_ endings: [TaskEnding]) async throws(StorageError) -> Set<String> {
        try await write("finish tasks") { [clock] transaction in
            let now = clock.now()
            var ended: Set<String> = []
            for ending in endings {
                guard let task = try transaction.unfinishedTask(ending.state.mjID),
                    ending.onlyIf.map({ $0 == TaskEnding.Basis(task) }) ?? true
                else { continue }
                try transaction.end(task, by: ending, at: now)
                ended.insert(task.mjID)
            }
            return ended
        }
    }

    /// Up to `limit` pictures that are due by `now`, oldest first.
    package func pendingPictures(limit: Int, now: Milliseconds)
        async throws(StorageError) -> [PendingPicture]
    {
        try await read("read pending pictures") {
            try $0.pendingPictures(limit: limit, now: now)
        }
    }

    /// The picture is in the archive: its link works from now on.
    package func recordPicture(_ picture: ArchivedPicture, of mjID: String)
        async throws(StorageError)
    {
        try await write("record a picture") { transaction in
            let task = try transaction.taskWithPicture(mjID)
            try transaction.run(
                "UPDATE pictures SET path = ?, media_type = ? WHERE task_id = ?",
                [picture.path, picture.mediaType, task.id]
            )
            transaction.touch(task.userID)
        }
    }

    /// The fetch failed: try again at `retryAt`, or never (nil: the task ends up without picture).
    ///
    /// Does nothing to a picture that is in the archive.
    package func recordPictureFailure(of mjID: String, retryAt: Milliseconds?)
        async throws(StorageError)
    {
        try await write("record a picture's failure") { transaction in
            let task = try transaction.taskWithPicture(mjID)
            if let retryAt {
                try transaction.run(
                    """
                    UPDATE pictures SET attempts = attempts + 1, retry_at = ? \
                    WHERE task_id = ? AND path IS NULL
                    """,
                    [retryAt, task.id]
                )
            } else if try transaction.run(
                "DELETE FROM pictures WHERE task_id = ? AND path IS NULL",
                [task.id]
            ) > 0 {
                try transaction.run("UPDATE tasks SET has_picture = 0 WHERE id = ?", [task.id])
            }
            transaction.touch(task.userID)
        }
    }
}

extension Database {
    func unfinishedTasks() throws -> [MidjourneyTask] {
        try select(TaskSQL.unfinished, row: TaskRow.task)
    }

    func pendingPictures(limit: Int, now: Milliseconds) throws -> [PendingPicture] {
        try select(TaskSQL.pendingPictures, now, limit) { row in
            PendingPicture(
                mjID: row.text(0),
                userID: row.integer(1),
                channelID: row.integer(2),
                url: row.text(3),
                attempts: Int(row.integer(4)),
                finishTime: row.integer(5)
            )
        }
    }
}

extension WriteTransaction {
    fileprivate func taskWithPicture(_ mjID: String) throws -> MidjourneyTask {
        guard let task = try database.task(mjID), task.hasPicture else {
            throw StorageError.notFound(what: "picture")
        }
        return task
    }
}
