import Glibc

/// A file that names a running process, replaced as a whole: a reader never sees half a number.
package struct PIDFile: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    package func write(_ pid: Int32) throws(PIDFileError) {
        let temporary = path + ".new"
        guard let file = fopen(temporary, "we") else { throw failure("open") }
        let written = fputs("\(pid)\n", file) >= 0
        guard fclose(file) == 0, written else { throw failure("write") }
        guard rename(temporary, path) == 0 else { throw failure("rename") }
    }

    /// The number in the file; nil when there is no file, or none in it.
    package func read() -> Int32? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 32)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let digits = line.prefix { $0 >= 0x30 && $0 <= 0x39 }.map { UInt8(bitPattern: $0) }
        return Int32(String(decoding: digits, as: UTF8.self))
    }

    package func remove() {
        unlink(path)
    }

    private func failure(_ call: String) -> PIDFileError {
        PIDFileError(path: path, call: call, errno: errno)
    }
}

/// A file of a process number that could not be written.
package struct PIDFileError: Error, CustomStringConvertible {
    package let path: String
    package let call: String
    package let errno: Int32

    package var description: String {
        "write \(path): \(call): \(String(cString: strerror(errno)))"
    }
}
