import Glibc
import NIOCore
import NIOPosix

/// A file that grows beside its final place, and takes that place when it is complete and safe on
/// the disk. Whoever reads the final place never sees half a file.
///
/// One task uses it, a call at a time; the calls block and run on `threads`.
final class PartialFile: Sendable {
    private let path: String
    private let partialPath: String
    private let descriptor: Int32
    private let threads: NIOThreadPool

    static func create(for path: String, on threads: NIOThreadPool) async throws -> PartialFile {
        try await threads.runIfActive {
            // In the same folder, because rename works only within a file system.
            let partialPath = "\(path).part-\(UInt64.random(in: 0 ... .max))"
            // Readable for the group: the web server's.
            let descriptor = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
            guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "open") }
            return PartialFile(
                path: path,
                partialPath: partialPath,
                descriptor: descriptor,
                threads: threads
            )
        }
    }

    private init(path: String, partialPath: String, descriptor: Int32, threads: NIOThreadPool) {
        self.path = path
        self.partialPath = partialPath
        self.descriptor = descriptor
        self.threads = threads
    }

    deinit {
        close(descriptor)
    }

    func append(_ buffer: ByteBuffer) async throws {
        try await threads.runIfActive { [descriptor] in
            try buffer.withUnsafeReadableBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let written = write(
                        descriptor,
                        UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                        rest.count
                    )
                    guard written >= 0 || errno == EINTR else {
                        throw IOError(errnoCode: errno, reason: "write")
                    }
                    rest = rest.dropFirst(max(0, written))
                }
            }
        }
    }

    /// The file, then its name: a crash leaves the old picture or the new one.
    func moveIntoPlace() async throws {
        try await threads.runIfActive { [descriptor, partialPath, path] in
            guard fsync(descriptor) == 0 else { throw IOError(errnoCode: errno, reason: "fsync") }
            guard rename(partialPath, path) == 0 else {
                throw IOError(errnoCode: errno, reason: "rename")
            }
            let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folderDescriptor >= 0 else { throw IOError(errnoCode: errno, reason: "open") }
            defer { close(folderDescriptor) }
            guard fsync(folderDescriptor) == 0 else {
                throw IOError(errnoCode: errno, reason: "fsync")
            }
        }
    }

    /// Not through `threads`, which take nothing from a cancelled task; an unlink is quick.
    func discard() {
        unlink(partialPath)
    }
}
