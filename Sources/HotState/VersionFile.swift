import Glibc
import Synchronization

/// The mapped file of versions, and the locks on it: who has it mapped, who writes.
///
/// Locks are those of the open file description (fcntl(2), F_OFD_SETLK): unlike POSIX locks they
/// belong to this object and not to the process, so closing another descriptor of the file does
/// not drop them, and the kernel frees them when the process dies, not before. The descriptor is
/// CLOEXEC: a child started by posix_spawn never keeps them alive.
///
/// `@unchecked Sendable`: the pointers never change, and what they point to is only touched by
/// atomic operations.
final class VersionFile: @unchecked Sendable {
    let path: String
    /// Random, made with the file; part of every version.
    let identity: UInt64
    let words: UnsafeMutablePointer<Atomic<UInt64>>
    /// One bit for each region whose owner may have announced something.
    let usedRegions: UnsafeMutablePointer<Atomic<UInt64>>
    private let descriptor: Int32
    private let memory: UnsafeMutableRawPointer
    private let device: dev_t
    private let inode: ino_t

    /// Takes over `descriptor`, a valid file of versions, also when it throws.
    init(descriptor: Int32, path: String) throws(HotStateError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = HotStateError.failed("fstat", path)
            close(descriptor)
            throw error
        }
        let protection = PROT_READ | PROT_WRITE
        guard
            let memory = mmap(nil, VersionLayout.size, protection, MAP_SHARED, descriptor, 0),
            memory != MAP_FAILED
        else {
            let error = HotStateError.failed("mmap", path)
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.memory = memory
        device = status.st_dev
        inode = status.st_ino
        identity = memory.load(fromByteOffset: VersionLayout.identityOffset, as: UInt64.self)
        usedRegions = (memory + VersionLayout.usedRegionsOffset)
            .bindMemory(to: Atomic<UInt64>.self, capacity: 1)
        words = (memory + VersionLayout.wordsOffset)
            .bindMemory(to: Atomic<UInt64>.self, capacity: VersionSlot.count)
        guard try setLock(F_RDLCK, at: VersionLayout.presenceByte) else {
            throw .fileInvalid(path: path, reason: "being replaced without its lock file")
        }
    }

    deinit {
        // A child between fork and exec still has the descriptor, so closing is not enough.
        _ = try? fileLock(F_UNLCK, bytes: VersionLayout.allLocks, of: descriptor, path: path)
        munmap(memory, VersionLayout.size)
        close(descriptor)
    }

    /// Whether the path still leads to this file: nobody of ours replaces a file in use, but
    /// somebody may have removed it by hand.
    var isAtItsPath: Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno != ENOENT }
        return status.st_dev == device && status.st_ino == inode
    }

    /// Takes the lock of a region; false when a living process has it.
    ///
    /// An object gets a lock that it already has: callers keep count of their own.
    func lockRegion(_ region: Int) throws(HotStateError) -> Bool {
        try setLock(F_WRLCK, at: VersionLayout.regionByte(region))
    }

    func unlockRegion(_ region: Int) {
        _ = try? setLock(F_UNLCK, at: VersionLayout.regionByte(region))
    }

    private func setLock(_ type: Int32, at byte: Int) throws(HotStateError) -> Bool {
        try fileLock(type, bytes: byte...byte, of: descriptor, path: path)
    }
}

/// Sets or frees a lock of the open file description; false when another one is in the way.
func fileLock(
    _ type: Int32,
    bytes: ClosedRange<Int>,
    of descriptor: Int32,
    path: String
) throws(HotStateError) -> Bool {
    // Glibc's header has F_OFD_SETLK only with _GNU_SOURCE; 37 is the kernel's number.
    let setOpenFileDescriptionLock: Int32 = 37
    var lock = flock()
    lock.l_type = Int16(type)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = bytes.lowerBound
    lock.l_len = bytes.count
    if fcntl(descriptor, setOpenFileDescriptionLock, &lock) == 0 { return true }
    guard errno == EAGAIN || errno == EACCES else { throw .failed("fcntl", path) }
    return false
}

extension HotStateError {
    /// A call of the system that has just failed.
    static func failed(_ call: String, _ path: String) -> HotStateError {
        .fileFailed(call: call, path: path, errno: errno)
    }
}
