import CFastCGI
import Glibc

/// One accepted connection of the web server, in libfcgi's hands.
///
/// This is the one place that sets fields of `FCGX_Request` which its header calls private
/// (libfcgi 2.4.2 is frozen; the tests hold it to this):
/// - `ipcFd` with `keepConnection`: `FCGX_Accept_r` first finishes the request before, which would
///   close a connection that is not kept, and then reads from an open one instead of accepting.
/// - `listen_sock` = -1: when a request cannot be read, `FCGX_Accept_r` closes the connection and
///   tries to accept another; that fails at once, and accepting stays with ``AcceptGate``.
/// - `detached`: closes with `close` alone. Otherwise libfcgi half-closes and waits 2 s for the
///   peer, which a unix socket does not need: what was sent stays readable.
final class Connection {
    private let request: UnsafeMutablePointer<FCGX_Request>

    /// Takes over `descriptor`. `ioTimeout` bounds each read and write.
    init(_ descriptor: Int32, ioTimeout: Duration) {
        var timeout = timeval(ioTimeout)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
        request = .allocate(capacity: 1)
        FCGX_InitRequest(request, -1, 0)
        request.pointee.ipcFd = descriptor
        request.pointee.keepConnection = 1
        request.pointee.detached = 1
    }

    deinit {
        close()
        request.deallocate()
    }

    /// False after the last answer, or when the connection broke.
    var isOpen: Bool { request.pointee.ipcFd >= 0 }

    /// Waits for a whole set of parameters; nil when the connection ended or is of no use.
    func readRequest() -> FastCGIRequest? {
        // A connection that breaks between two parameters looks like the end of the parameters:
        // only the stream's error code tells.
        guard FCGX_Accept_r(request) == 0, FCGX_GetError(request.pointee.in) == 0,
            request.pointee.role == FCGI_RESPONDER
        else {
            close()
            return nil
        }
        return FastCGIRequest(request)
    }

    /// Sends an answer, after reading what is left of the body: libfcgi would take the rest for the
    /// beginning of the next request.
    ///
    /// An answer that could not be sent whole ends the connection without `FCGI_END_REQUEST`, so
    /// that the web server does not take a part of it for all.
    func send(_ response: FastCGIResponse, withBody: Bool, keepOpen: Bool) {
        do {
            try drain()
            try write(response, withBody: withBody)
        } catch {
            return close()
        }
        if !keepOpen { request.pointee.keepConnection = 0 }
        FCGX_Finish_r(request)
    }

    func close() {
        FCGX_Free(request, 1)
    }

    private func drain() throws(FastCGIError) {
        let size = 8192
        try withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) {
            buffer throws(FastCGIError) in
            while FCGX_GetStr(buffer.baseAddress, CInt(size), request.pointee.in) == size {}
            guard FCGX_GetError(request.pointee.in) == 0 else { throw .connectionLost }
        }
    }

    /// Head and body share libfcgi's buffer of 8 KB, so that a short answer is one write.
    private func write(_ response: FastCGIResponse, withBody: Bool) throws {
        try response.head().withUnsafeBytes(write)
        guard withBody else { return }
        switch response.body {
        case .bytes(let bytes): try bytes.withUnsafeBytes(write)
        case .stream(let produce): try produce(write)
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(FastCGIError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // FCGX_PutStr takes an int, and says that all is well while its buffer has room, even
            // on a stream that is broken.
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            let count = FCGX_PutStr(
                piece.baseAddress?.assumingMemoryBound(to: CChar.self),
                CInt(piece.count),
                request.pointee.out
            )
            guard count == piece.count, FCGX_GetError(request.pointee.out) == 0 else {
                throw .connectionLost
            }
            rest = rest.dropFirst(piece.count)
        }
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
