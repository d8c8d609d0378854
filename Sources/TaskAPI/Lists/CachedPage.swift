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

    /// Nil when the bytes do not end with a tag.
    init?(kept bytes: [UInt8]) {
        guard let tag = EntityTag(bytes.suffix(EntityTag.length)) else { return nil }
        self.tag = tag
        body = bytes
        body.removeLast(EntityTag.length)
    }

    var bytesToKeep: [UInt8] { body + Array(tag.text.utf8) }
}
