import Glibc

extension VersionFile {
    /// Opens the file in `directory`, making it if it is not there, of another layout or of
    /// another database.
    ///
    /// Making and opening happen under the lock of `versions.lock`. A new file is complete before
    /// it gets its name, and an old one is replaced only when nobody has it mapped: otherwise its
    /// users would go on announcing where nobody looks.
    static func open(directory: String, databaseID: String) throws(HotStateError) -> VersionFile {
        let path = directory + "/versions"
        guard databaseID.utf8.count <= VersionLayout.longestDatabaseID else {
            throw .fileInvalid(path: path, reason: "the database's identity is too long")
        }
        let turn = try lockForOpening(path: directory + "/versions.lock", in: directory)
        defer { close(turn) }

        if let descriptor = try openExisting(path) {
            if try isValid(descriptor, path: path, databaseID: databaseID) {
                return try VersionFile(descriptor: descriptor, path: path)
            }
            // Until this function ends, so that nobody takes the old file for good.
            defer { close(descriptor) }
            let isUnused = try fileLock(
                F_WRLCK,
                bytes: VersionLayout.allLocks,
                of: descriptor,
                path: path
            )
            guard isUnused else {
                throw .fileInvalid(
                    path: path,
                    reason: "in use by programs of another version or database"
                )
            }
            return try make(path: path, databaseID: databaseID, in: directory)
        }
        return try make(path: path, databaseID: databaseID, in: directory)
    }

    static func lockForOpening(
        path: String,
        in directory: String
    ) throws(HotStateError) -> Int32 {
        let descriptor: Int32
        if let existing = try openExisting(path) {
            descriptor = existing
        } else if let made = try makeFile(path, in: directory) {
            descriptor = made
        } else if let existing = try openExisting(path) {
            descriptor = existing
        } else {
            throw .fileInvalid(path: path, reason: "removed while it was opened")
        }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let error = HotStateError.failed("flock", path)
                close(descriptor)
                throw error
            }
        }
        return descriptor
    }

    static func openExisting(_ path: String) throws(HotStateError) -> Int32? {
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor < 0 else { return descriptor }
        guard errno == ENOENT else { throw .failed("open", path) }
        return nil
    }

    private static func isValid(
        _ descriptor: Int32,
        path: String,
        databaseID: String
    ) throws(HotStateError) -> Bool {
        var status = stat()
        var header = [UInt8](
            repeating: 0,
            count: VersionLayout.databaseIDOffset + databaseID.utf8.count
        )
        guard fstat(descriptor, &status) == 0 else { throw .failed("fstat", path) }
        let length = pread(descriptor, &header, header.count, 0)
        guard length >= 0 else { throw .failed("pread", path) }
        header.removeLast(header.count - length)
        return VersionLayout.isValid(
            header: header,
            size: Int(status.st_size),
            databaseID: databaseID
        )
    }

    private static func make(
        path: String,
        databaseID: String,
        in directory: String
    ) throws(HotStateError) -> VersionFile {
        // Left behind by a maker that died; nobody else is here at the same time.
        let temporary = path + ".new"
        unlink(temporary)
        guard let descriptor = try makeFile(temporary, in: directory) else {
            throw .fileInvalid(path: temporary, reason: "made by somebody else at the same time")
        }
        do throws(HotStateError) {
            // All blocks now: a write to a mapped hole of a full tmpfs would be a SIGBUS.
            let failure = posix_fallocate(descriptor, 0, VersionLayout.size)
            guard failure == 0 else {
                throw .fileFailed(call: "posix_fallocate", path: temporary, errno: failure)
            }
            let header = VersionLayout.header(
                databaseID: databaseID,
                identity: UInt64.random(in: 1...(.max))
            )
            guard pwrite(descriptor, header, header.count, 0) == header.count else {
                throw .failed("pwrite", temporary)
            }
            guard rename(temporary, path) == 0 else { throw .failed("rename", path) }
        } catch {
            close(descriptor)
            throw error
        }
        return try VersionFile(descriptor: descriptor, path: path)
    }

    /// Makes an empty file; nil when there is one.
    ///
    /// Its mode is 0660 whatever the umask, and what root's tools make belongs to the folder's
    /// owner, so that they never leave a file which the services cannot open.
    private static func makeFile(
        _ path: String,
        in directory: String
    ) throws(HotStateError) -> Int32? {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = Glibc.open(path, flags, 0o660)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw .failed("open", path) }
            return nil
        }
        var status = stat()
        guard fchmod(descriptor, 0o660) == 0, stat(directory, &status) == 0,
            geteuid() != 0 || fchown(descriptor, status.st_uid, status.st_gid) == 0
        else {
            let error = HotStateError.failed("fchown", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }
}
