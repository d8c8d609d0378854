import Glibc

/// Makes the files beside the database belong to whom their folder belongs to.
///
/// The CLI runs as root too; a file of root's would lock the services out. SQLite does the same
/// for the `-wal` and `-shm` files it makes itself: they get the mode and, if the process is
/// root's, the owner of the database (https://www.sqlite.org/src/file/src/os_unix.c,
/// `findCreateFileMode` and `robustFchown`).
enum OwnedFile {
    /// Opens `path` for reading and writing, making it (mode 0640) if it is not there.
    ///
    /// - Returns: the descriptor, which the caller closes.
    static func open(_ path: String) throws(StorageError) -> CInt {
        while true {
            let existing = Glibc.open(path, O_RDWR | O_CLOEXEC)
            if existing >= 0 { return existing }
            guard errno == ENOENT else { throw failure("open", path) }

            let made = Glibc.open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0o640)
            if made >= 0 {
                do {
                    try handOver(made, path: path)
                } catch {
                    close(made)
                    throw error
                }
                return made
            }
            // Somebody else was faster: take theirs.
            guard errno == EEXIST else { throw failure("create", path) }
        }
    }

    private static func handOver(_ descriptor: CInt, path: String) throws(StorageError) {
        // The process's umask may have taken the group's bit away.
        guard fchmod(descriptor, 0o640) == 0 else { throw failure("chmod", path) }
        guard geteuid() == 0 else { return }
        var folder = stat()
        guard stat(directory(of: path), &folder) == 0 else { throw failure("stat folder of", path) }
        guard fchown(descriptor, folder.st_uid, folder.st_gid) == 0 else {
            throw failure("chown", path)
        }
    }

    /// The folder that holds `path`.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ call: String, _ path: String) -> StorageError {
        .unavailable(operation: "\(call) \(path)", reason: String(cString: strerror(errno)))
    }
}
