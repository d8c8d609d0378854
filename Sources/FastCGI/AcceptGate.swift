import CFastCGI
import Glibc
import Synchronization

/// Where workers wait: for a connection, for its next request, and for the end.
///
/// All workers sleep on one epoll instance. The listener is armed for one event (EPOLLONESHOT), so
/// that a connection wakes one worker and not all; that worker accepts, arms the listener again,
/// and only then serves. An eventfd that is written once and never read says that the pool stops:
/// it stays readable, so nobody misses it. The listener belongs to the caller and may be shared
/// with other processes: it is neither closed nor shut down, and a connection that another process
/// took in between costs one empty accept.
final class AcceptGate: Sendable {
    private let listener: Int32
    private let epoll: Int32
    private let stopEvent: Int32
    private let stopped = Atomic(false)

    /// How long a connection without its first byte is still waited for once the pool stops: a web
    /// server writes right after connecting.
    private static let stopGrace: Duration = .milliseconds(100)
    /// The pause after an accept that failed for want of descriptors or memory.
    private static let shortagePause: Duration = .milliseconds(100)

    init(listener: Int32) {
        self.listener = listener
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        stopEvent = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(epoll >= 0 && stopEvent >= 0, "no descriptors left for a worker pool")
        // The accept below must never block: another process may have taken the connection.
        let flags = fcntl(listener, F_GETFL)
        precondition(
            flags >= 0 && fcntl(listener, F_SETFL, flags | O_NONBLOCK) == 0,
            "a worker pool needs an open listening socket"
        )
        control(EPOLL_CTL_ADD, listener, events: EPOLLIN.rawValue | EPOLLONESHOT.rawValue)
        control(EPOLL_CTL_ADD, stopEvent, events: EPOLLIN.rawValue)
    }

    deinit {
        close(epoll)
        close(stopEvent)
    }

    var isStopped: Bool { stopped.load(ordering: .acquiring) }

    func stop() {
        stopped.store(true, ordering: .releasing)
        eventfd_write(stopEvent, 1)
    }

    /// Waits for a connection and accepts it; nil when the pool stops.
    func nextConnection() -> Int32? {
        var event = epoll_event()
        while !isStopped {
            // EINTR comes after SIGCONT even with all signals blocked (signal(7)).
            guard epoll_wait(epoll, &event, 1, -1) == 1, event.data.fd == listener, !isStopped
            else { continue }
            let connection = accept4(listener, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
            let failure = errno
            if connection < 0, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(failure) {
                _ = Self.poll(-1, stopEvent, timeout: Self.shortagePause)
            }
            control(EPOLL_CTL_MOD, listener, events: EPOLLIN.rawValue | EPOLLONESHOT.rawValue)
            if connection >= 0 { return connection }
        }
        return nil
    }

    /// Whether the first byte of a new connection comes in time.
    func waitForFirstByte(on connection: Int32, timeout: Duration) -> Bool {
        if Self.poll(connection, stopEvent, timeout: timeout) { return true }
        return isStopped && Self.poll(connection, -1, timeout: min(timeout, Self.stopGrace))
    }

    /// Whether the next request begins on a kept connection, before it ends or the pool stops.
    func waitForRequest(on connection: Int32) -> Bool {
        Self.poll(connection, stopEvent, timeout: nil)
    }

    /// Whether there is input, or an end of input, when the wait is over. Negative descriptors
    /// are ignored (poll(2)).
    private static func poll(_ input: Int32, _ stopEvent: Int32, timeout: Duration?) -> Bool {
        let events = Int16(POLLIN)
        var descriptors = (
            pollfd(fd: input, events: events, revents: 0),
            pollfd(fd: stopEvent, events: events, revents: 0)
        )
        let milliseconds = timeout.map { Int32(clamping: Int64($0 / .milliseconds(1))) } ?? -1
        return withUnsafeMutableBytes(of: &descriptors) { bytes in
            let list = bytes.assumingMemoryBound(to: pollfd.self)
            return Glibc.poll(list.baseAddress, 2, milliseconds) > 0
                && list[0].revents & (events | Int16(POLLHUP)) != 0
        }
    }

    private func control(_ operation: Int32, _ descriptor: Int32, events: UInt32) {
        var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        let result = epoll_ctl(epoll, operation, descriptor, &event)
        precondition(result == 0, "epoll_ctl: \(String(cString: strerror(errno)))")
    }
}
