/// Kinds of pictures and videos, told by their first bytes and not by what a server calls them.
enum MediaType: String {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case webP = "image/webp"
    case gif = "image/gif"
    case mp4 = "video/mp4"
    case webM = "video/webm"

    /// As many bytes as ``init(firstBytes:)`` wants to see.
    static let prefixLength = 64

    /// Nil for everything else, HTML and SVG above all, which browsers would run.
    init?(firstBytes bytes: [UInt8]) {
        func has(_ text: String, at offset: Int) -> Bool {
            bytes.dropFirst(offset).starts(with: text.utf8)
        }
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if has("RIFF", at: 0), has("WEBP", at: 8) {
            self = .webP
        } else if has("GIF87a", at: 0) || has("GIF89a", at: 0) {
            self = .gif
        } else if has("ftyp", at: 4), Self.mp4Brands.contains(where: { has($0, at: 8) }) {
            self = .mp4
        } else if bytes.starts(with: [0x1a, 0x45, 0xdf, 0xa3]), Self.names(webMIn: bytes) {
            self = .webM
        } else {
            return nil
        }
    }

    /// The box `ftyp` also begins HEIC, AVIF and QuickTime (ISO/IEC 14496-12 §4.3).
    private static let mp4Brands = [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV",
        "dash",
    ]

    /// EBML also begins other Matroska files; the DocType says which (RFC 8794 §11.2.8).
    private static func names(webMIn bytes: [UInt8]) -> Bool {
        let docType: [UInt8] = [0x42, 0x82, 0x84] + Array("webm".utf8)
        return bytes.prefix(prefixLength).indices.contains { bytes[$0...].starts(with: docType) }
    }
}
