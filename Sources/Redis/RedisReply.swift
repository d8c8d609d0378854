import CHiredis

/// A reply, copied out of hiredis's memory.
package enum RedisReply: Sendable, Equatable {
    case null
    case bytes([UInt8])
    case integer(Int)
    /// Such as `OK`.
    case status(String)
    /// What the server refused in a pipeline; ``RedisConnection/send(_:)`` throws it instead.
    case error(String)
    case array([RedisReply])

    init(copying reply: UnsafePointer<redisReply>) {
        let reply = reply.pointee
        let text = UnsafeRawBufferPointer(start: reply.str, count: reply.len)
        switch reply.type {
        case REDIS_REPLY_STRING:
            self = .bytes([UInt8](text))
        case REDIS_REPLY_STATUS:
            self = .status(String(decoding: text, as: UTF8.self))
        case REDIS_REPLY_ERROR:
            self = .error(String(decoding: text, as: UTF8.self))
        case REDIS_REPLY_INTEGER:
            self = .integer(Int(reply.integer))
        case REDIS_REPLY_ARRAY:
            let elements = UnsafeBufferPointer(start: reply.element, count: reply.elements)
            self = .array(elements.map { $0.map { RedisReply(copying: $0) } ?? .null })
        default:
            // hiredis 0.14 has one more type, REDIS_REPLY_NIL.
            self = .null
        }
    }
}
