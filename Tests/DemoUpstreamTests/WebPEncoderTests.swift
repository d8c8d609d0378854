import Testing

@testable import DemoUpstream

@Suite struct WebPEncoderTests {
    /// What libwebp (through Pillow) decodes to the same sixteen pixels: three rows of two reds and
    /// two cyans, and one of greys above and below 232, where the lengths of the codes differ.
    @Test func encode_writesWhatLibwebpReads() {
        var raster = Raster(size: 4)
        for y in 0..<4 {
            for x in 0..<4 {
                raster[x, y] = Color(x < 2 ? 0xff_00_00 : 0x00_ff_ff)
                if y == 3 { raster[x, y] = Color([0xe7_e7_e7, 0xe8_e8_e8, 0xff_ff_ff, 0][x]) }
            }
        }
        let hex = WebPEncoder.encode(raster).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        let known =
            "5249464662000000574542505650384c560000002f03c00000900000000012000000000000000000"
            + "0000000000000000000000000000000000000000ffffffffffff1200000040400200000008f43f00"
            + "fe0100fe019e03fc3f07f87ffdfafcfcfcc2c5c5f3ff7f000000"
        #expect(hex.joined() == known)
    }

    @Test func equalRows_takeHardlyAnySpace() {
        let painting = Painting(Subject(seed: 3)).draw(size: 64)
        let fine = WebPEncoder.encode(painting)
        let coarse = WebPEncoder.encode(painting.pixelated(block: 16))
        #expect(fine.count > 64 * 64 * 3)
        #expect(coarse.count < fine.count / 10)
    }
}
