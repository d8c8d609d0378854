extension JSONValue {
    /// The bytes are no JSON text in UTF-8, or nest deeper than 128 levels.
    package struct SyntaxError: Error, Equatable {
        /// It may be JSON, of more values than the caller allows.
        package var hasTooManyValues = false
    }

    /// Reads one JSON value of any kind.
    ///
    /// - Parameter maximumValues: the most values in it, members and elements: each takes some
    ///   hundred bytes, however few it takes in the text.
    package static func parse(_ bytes: [UInt8], maximumValues: Int = .max)
        throws(SyntaxError) -> JSONValue
    {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(SyntaxError) in
                var parser = JSONParser(buffer, maximumValues: maximumValues)
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
