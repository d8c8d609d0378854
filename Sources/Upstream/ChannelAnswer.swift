import Domain

/// A channel's answer as it came.
struct ChannelAnswer: Sendable {
    var status: Int
    var body: [UInt8]

    /// For reads: everything but 2xx is a failure.
    func requireSuccess() throws(ChannelError) {
        switch status {
        case 200..<300: return
        case 500...: throw .answerLost(reason: "status \(status)")
        default: throw .refused(reason: "status \(status)")
        }
    }

    /// Nothing but white space.
    var isBlank: Bool {
        body.allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    }

    func json() throws(ChannelError) -> JSONValue {
        if let value = try? JSONValue.parse(body) { return value }
        // A prompt cut in the middle of a character spoils its text, not the answer around it.
        let repaired = Array(String(decoding: body, as: UTF8.self).utf8)
        guard let value = try? JSONValue.parse(repaired) else {
            throw .malformed(reason: "status \(status), no JSON")
        }
        return value
    }
}
