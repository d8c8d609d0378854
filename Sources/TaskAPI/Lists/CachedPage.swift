/// A page as it is kept: the bytes of the answer, and after them its entity tag.
///
/// The tag is at the end so that it can be taken off without moving the bytes.
struct CachedPage {
    var body: [UInt8]
    var tag: EntityTag

    init(body: [UInt8]) {
        self.body = body
        tag = EntityTag(of: body)
    }

    /// Nil when the bytes are too short to be ours.
    init?(kept bytes: [UInt8]) {
        guard bytes.count > EntityTag.length else { return nil }
        tag = EntityTag(text: String(decoding: bytes.suffix(EntityTag.length), as: UTF8.self))
        body = bytes
        body.removeLast(EntityTag.length)
    }

    var bytesToKeep: [UInt8] { body + Array(tag.text.utf8) }
}
