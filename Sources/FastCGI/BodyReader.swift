import CFastCGI

/// Reads a request's body in pieces, and vouches for it at the end.
///
/// libfcgi reports a broken connection as an ordinary end of the stream: only its error code and
/// the number of bytes tell a body from a part of one.
struct BodyReader: ~Copyable {
    /// The `CONTENT_LENGTH`; nil when there is none, as in a request without a body.
    let announced: Int?
    private let source: FastCGIRequest.Source
    private let limit: Int
    private var received = 0
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ request: FastCGIRequest, limit: Int) throws(FastCGIError) {
        precondition(!request.isBodyTaken, "a body is read at most once")
        request.isBodyTaken = true
        let announced = try Self.announcedLength(of: request)
        guard announced ?? 0 <= limit else { throw .bodyTooLarge(limit: limit) }
        self.announced = announced
        self.source = request.source
        self.limit = limit
        buffer = .allocate(byteCount: 16_384, alignment: 1)
    }

    deinit {
        buffer.deallocate()
    }

    /// The next bytes, valid until the next call; nil at the end of a whole body.
    mutating func next() throws(FastCGIError) -> UnsafeRawBufferPointer? {
        let (count, isBroken) = read()
        received += count
        guard received <= limit else { throw .bodyTooLarge(limit: limit) }
        if count > 0 { return UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
        guard !isBroken, announced ?? received == received else {
            throw .bodyIncomplete(expected: announced ?? 0, received: received)
        }
        return nil
    }

    private func read() -> (count: Int, isBroken: Bool) {
        switch source {
        case .connection(let request):
            let bytes = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let count = FCGX_GetStr(bytes, CInt(buffer.count), request.pointee.in)
            return (Int(count), FCGX_GetError(request.pointee.in) != 0)
        case .memory(_, let body):
            let piece = body[received...].prefix(buffer.count)
            buffer.copyBytes(from: piece)
            return (piece.count, false)
        case .ended:
            preconditionFailure("a body is read before the answer is sent")
        }
    }

    /// Digits too many for an `Int` announce more than any limit.
    private static func announcedLength(of request: FastCGIRequest) throws(FastCGIError) -> Int? {
        guard let text = request.parameter("CONTENT_LENGTH"), !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .bodyIncomplete(expected: 0, received: 0)
        }
        return Int(text) ?? .max
    }
}
