import Testing

@testable import Upstream

@Suite struct MediaTypeTests {
    private static let ebml: [UInt8] = [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1]
    private static let box: [UInt8] = [0, 0, 0, 0x20]

    private static func bytes(_ text: String, after head: [UInt8] = []) -> [UInt8] {
        head + Array(text.utf8)
    }

    private static let known: [(bytes: [UInt8], type: String)] = [
        ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], "image/png"),
        ([0xff, 0xd8, 0xff, 0xe0], "image/jpeg"),
        (bytes("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 "), "image/webp"),
        (bytes("GIF89a"), "image/gif"),
        (bytes("GIF87a"), "image/gif"),
        (bytes("ftypisom", after: box), "video/mp4"),
        (bytes("ftypmp42", after: box), "video/mp4"),
        (bytes("webm", after: ebml + [0x42, 0x82, 0x84]), "video/webm"),
    ]

    private static let unknown: [[UInt8]] = [
        [], bytes("<html>"), bytes("<svg xmlns"), bytes("{}"), bytes("%PDF-1.7"), bytes("MZ"),
        bytes("RIFF\u{1}\u{2}\u{3}\u{4}WAVE"), bytes(" GIF89a"), bytes("ftypheic", after: box),
        bytes("ftypavif", after: box), bytes("matroska", after: ebml + [0x42, 0x82, 0x88]),
        [0x89, 0x50, 0x4e], [0xff, 0xd8],
    ]

    @Test(arguments: known) func init_knowsPicturesAndVideos(bytes: [UInt8], type: String) {
        #expect(MediaType(firstBytes: bytes)?.rawValue == type)
    }

    @Test(arguments: unknown) func init_refusesTheRest(bytes: [UInt8]) {
        #expect(MediaType(firstBytes: bytes) == nil)
    }
}
