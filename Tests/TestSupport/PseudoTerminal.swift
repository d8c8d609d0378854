import Glibc

/// A terminal without a screen: what a program that runs in it has written to it.
package final class PseudoTerminal {
    /// The file that a program is given as its standard output.
    package let path: String
    private let descriptor: Int32
    private var received: [UInt8] = []

    package init(columns: UInt16, lines: UInt16 = 24) throws {
        // Glibc's header has posix_openpt() and its kin only with _XOPEN_SOURCE; these are the
        // kernel's numbers of TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)).
        let (unlock, askNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number): (CInt, CInt) = (0, 0)
        guard descriptor >= 0, ioctl(descriptor, unlock, &isLocked) == 0,
            ioctl(descriptor, askNumber, &number) == 0
        else { throw WaitTimedOut(what: "a pseudo terminal") }
        path = "/dev/pts/\(number)"
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        resize(columns: columns, lines: lines)
    }

    deinit {
        close(descriptor)
    }

    package func resize(columns: UInt16, lines: UInt16 = 24) {
        var size = winsize(ws_row: lines, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    /// All that was written so far.
    package func text() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            received += buffer.prefix(count)
        }
        return String(decoding: received, as: UTF8.self)
    }
}
