import Administration
import Glibc

/// Where many records go as they are made: a new file, or standard output.
final class RecordFile {
    private static let bufferSize = 1 << 16

    /// Nil: standard output.
    private let path: String?
    private let descriptor: Int32
    /// What to do when it cannot be written to its end.
    private let remedy: String
    private var buffer: [UInt8] = []
    private var isWhole = false

    /// Made before root becomes the services' user, who may not write where root may.
    ///
    /// - Parameter path: nil and `-`: standard output.
    init(_ path: String?, remedy: String) throws(AdministrationError) {
        self.remedy = remedy
        guard let path, path != "-" else {
            self.path = nil
            descriptor = STDOUT_FILENO
            return
        }
        self.path = path
        // Bills are nobody else's business, and no file is written over.
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw AdministrationError(
                .invalid,
                "\(path): \(String(cString: strerror(errno)))",
                hint: "name a new file in a folder that you may write to"
            )
        }
    }

    func write(_ text: String) throws(AdministrationError) {
        buffer += text.utf8
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Everything is in the file, on its disk.
    func close() throws(AdministrationError) {
        try flush()
        guard let path else { return }
        let isSafe = fsync(descriptor) == 0
        isWhole = true
        guard Glibc.close(descriptor) == 0, isSafe else { throw failure(path) }
    }

    /// What failed leaves no file that would be in the way of the next try.
    deinit {
        guard let path, descriptor >= 0, !isWhole else { return }
        Glibc.close(descriptor)
        unlink(path)
    }

    private func flush() throws(AdministrationError) {
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path ?? "standard output") }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ name: String) -> AdministrationError {
        AdministrationError(
            .unavailable,
            "\(name): \(String(cString: strerror(errno)))",
            hint: "what was written is not complete: \(remedy)"
        )
    }
}
