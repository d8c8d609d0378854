import Glibc

extension Versions {
    /// Calls `body` while no program has the file of versions in `directory` mapped, and none can:
    /// those that start meanwhile wait.
    ///
    /// - Returns: nil when some program has it; then `body` is not called.
    package static func whileUnused<Result>(in directory: String, _ body: () throws -> Result)
        throws -> Result?
    {
        try VersionFile.whileUnused(in: directory, body)
    }
}

extension VersionFile {
    static func whileUnused<Result>(in directory: String, _ body: () throws -> Result) throws
        -> Result?
    {
        let path = directory + "/versions"
        let turn = try lockForOpening(path: directory + "/versions.lock", in: directory)
        defer { close(turn) }
        guard let descriptor = try openExisting(path) else { return try body() }
        // Closing frees the lock: no child is started here that could keep the descriptor.
        defer { close(descriptor) }
        let isUnused = try fileLock(
            F_WRLCK,
            bytes: VersionLayout.allLocks,
            of: descriptor,
            path: path
        )
        return isUnused ? try body() : nil
    }
}
