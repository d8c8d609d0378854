package import Domain

extension Store {
    /// Lets other callbacks go first: these are due again at `time`. No attempt was made.
    package func postponeCallbacks(_ ids: [Int64], to time: Milliseconds)
        async throws(StorageError)
    {
        try await write("postpone callbacks") { transaction in
            for id in ids {
                try transaction.run(
                    "UPDATE callbacks SET next_attempt_at = ?1 WHERE id = ?2 AND failed_at IS NULL",
                    [time, id]
                )
            }
        }
    }
}
