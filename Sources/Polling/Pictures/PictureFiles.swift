import Glibc
import Storage

/// The archive's files, on a queue of their own: making them durable takes a disk's time.
///
/// A picture is fetched into `tmp/` and renamed into its place when it is complete and on the
/// disk, so nginx never sees half a file and a crash leaves nothing but a file in `tmp/`.
actor PictureFiles {
    private nonisolated let executor = BlockingExecutor(label: "mjtask.picture-files")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let directory: String
    private var lastTemporary = 0

    init(directory: String) {
        self.directory = directory
    }

    /// Makes the archive, and removes what an earlier poller was fetching when it died. Only the
    /// one that holds the poller's lock may call it.
    func prepare() throws(PollingError) {
        try makeFolder(directory)
        try makeFolder(directory + "/tmp")
        guard let folder = opendir(directory + "/tmp") else {
            throw .archiveFailed(call: "opendir", path: directory + "/tmp", errno: errno)
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(directory + "/tmp/" + name) }
        }
    }

    /// A path to fetch to; its file is either kept or discarded.
    func temporaryPath() -> String {
        lastTemporary += 1
        return "\(directory)/tmp/\(lastTemporary)"
    }

    func discard(_ temporaryPath: String) {
        unlink(temporaryPath)
    }

    /// Moves a complete file into its place.
    func keep(_ temporaryPath: String, at path: PicturePath, mediaType: String)
        throws(PollingError) -> ArchivedPicture
    {
        let picture = path.picture(ofType: mediaType)
        let target = directory + "/" + picture.path
        let folder = directory + "/" + path.folder
        try makeFolder(String(folder.dropLast(3)))
        try makeFolder(folder)
        try settle(temporaryPath)
        guard rename(temporaryPath, target) == 0 else {
            throw .archiveFailed(call: "rename", path: target, errno: errno)
        }
        try sync(folder, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        return picture
    }

    /// The group reads it: nginx serves it.
    private func settle(_ path: String) throws(PollingError) {
        guard chmod(path, 0o640) == 0 else {
            throw .archiveFailed(call: "chmod", path: path, errno: errno)
        }
        try sync(path, flags: O_RDONLY | O_CLOEXEC)
    }

    private func sync(_ path: String, flags: Int32) throws(PollingError) {
        let descriptor = open(path, flags)
        guard descriptor >= 0 else {
            throw .archiveFailed(call: "open", path: path, errno: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .archiveFailed(call: "fsync", path: path, errno: errno)
        }
    }

    private func makeFolder(_ path: String) throws(PollingError) {
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else {
            throw .archiveFailed(call: "mkdir", path: path, errno: errno)
        }
    }
}
