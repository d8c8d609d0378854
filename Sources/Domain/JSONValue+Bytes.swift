extension JSONValue {
    /// The bytes are no JSON text in UTF-8, or nest deeper than 128 levels.
    package struct SyntaxError: Error, Equatable {}

    /// Reads one JSON value of any kind.
    package static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(SyntaxError) in
                var parser = JSONParser(buffer)
                return try parser.parse()
            }
        }
        return try result.get()
    }

    /// The value as compact JSON: members sorted by name, slashes as they are.
    package func bytes() -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}
