/// The types of records that a responder meets.
package enum RecordType {
    package static let beginRequest: UInt8 = 1
    package static let endRequest: UInt8 = 3
    package static let parameters: UInt8 = 4
    package static let stdin: UInt8 = 5
    package static let stdout: UInt8 = 6
}

extension FastCGIClient {
    /// A whole request.
    package static func request(
        _ parameters: [String: String],
        body: [UInt8] = [],
        keepConnection: Bool = false
    ) -> [UInt8] {
        var parameters = parameters
        if !body.isEmpty, parameters["CONTENT_LENGTH"] == nil {
            parameters["CONTENT_LENGTH"] = String(body.count)
        }
        return begin(keepConnection: keepConnection)
            + stream(RecordType.parameters, encode(parameters)) + stream(RecordType.stdin, body)
    }

    package static func begin(keepConnection: Bool, role: UInt8 = 1) -> [UInt8] {
        record(
            RecordType.beginRequest,
            [0, role, keepConnection ? 1 : 0, 0, 0, 0, 0, 0]
        )
    }

    /// One record of request 1: at most 65,535 bytes.
    package static func record(_ type: UInt8, _ content: some Collection<UInt8>) -> [UInt8] {
        let length = content.count
        return [1, type, 0, 1, UInt8(length >> 8), UInt8(length & 0xFF), 0, 0] + content
    }

    /// As many records as it takes, and the empty one that ends a stream.
    package static func stream(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + content.count / 4096 + 64)
        for start in stride(from: 0, to: content.count, by: 32_768) {
            bytes += record(type, content[start..<min(start + 32_768, content.count)])
        }
        return bytes + record(type, [])
    }

    /// Name-value pairs: lengths below 128 take one byte, others four with the top bit set.
    package static func encode(_ parameters: [String: String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in parameters {
            for length in [name.utf8.count, value.utf8.count] {
                if length < 128 {
                    bytes.append(UInt8(length))
                } else {
                    bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
                    bytes[bytes.count - 4] |= 0x80
                }
            }
            bytes += Array(name.utf8) + Array(value.utf8)
        }
        return bytes
    }
}
