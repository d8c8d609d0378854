extension FastCGIRequest {
    /// Reads the whole body.
    ///
    /// - Throws: ``FastCGIError/bodyTooLarge(limit:)`` as soon as more than `limit` bytes are
    ///   announced or come in (the rest is drained); ``FastCGIError/bodyIncomplete(expected:received:)``.
    package func readBody(limit: Int) throws(FastCGIError) -> [UInt8] {
        var reader = try BodyReader(self, limit: limit)
        var body: [UInt8] = []
        body.reserveCapacity(reader.announced ?? 0)
        while let piece = try reader.next() {
            body.append(contentsOf: piece.bindMemory(to: UInt8.self))
        }
        return body
    }

    /// Hands the body over piece by piece, for bodies that should not be held in memory.
    ///
    /// The pieces are a body only if this returns: one that was cut short throws at its end.
    package func readBody(
        limit: Int,
        _ consume: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var reader = try BodyReader(self, limit: limit)
        while let piece = try reader.next() {
            try consume(piece)
        }
    }
}
