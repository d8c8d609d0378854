import CZlib
import Testing

@testable import DemoUpstream

@Suite struct PNGEncoderTests {
    @Test func encode_writesAPictureThatDecodesToTheSamePixels() throws {
        var raster = Raster(size: 17)
        for y in 0..<17 {
            for x in 0..<17 {
                raster[x, y] = Color(red: Float(x) / 16, green: Float(y) / 16, blue: 0.5)
            }
        }
        #expect(try pixels(ofPNG: PNGEncoder.encode(raster), size: 17) == raster.bytes)
    }

    @Test func grid_isTheSameForTheSameSeed_andDiffersForOthers() {
        let one = Painting(Subject(seed: 1)).draw(size: 32)
        #expect(one.bytes == Painting(Subject(seed: 1)).draw(size: 32).bytes)
        #expect(one.bytes != Painting(Subject(seed: 2)).draw(size: 32).bytes)
        // Four panels that are not the same picture.
        #expect((0..<15).contains { one[$0, 4] != one[$0 + 16, 4] })
    }

    @Test(arguments: 0..<24) func everyPaintingHasManyColours(seed: UInt64) {
        let bytes = Painting(Subject(seed: seed)).draw(size: 48).bytes
        let colours = Set(
            stride(from: 0, to: bytes.count, by: 3).map { Array(bytes[$0..<$0 + 3]) }
        )
        #expect(colours.count > 100)
    }
}

/// Reads what the encoder writes, checking signature, lengths, CRCs and the Adler sum.
func pixels(ofPNG file: [UInt8], size: Int) throws -> [UInt8] {
    #expect(file.prefix(8) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    var chunks: [(type: String, data: [UInt8])] = []
    var rest = file[8...]
    func number() -> Int {
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }
    while !rest.isEmpty {
        let length = number()
        let checked = Array(rest.prefix(4 + length))
        rest = rest.dropFirst(4 + length)
        #expect(number() == Int(crc32(0, checked, uInt(checked.count))))
        chunks.append((String(decoding: checked.prefix(4), as: UTF8.self), Array(checked[4...])))
    }
    #expect(chunks.map(\.type) == ["IHDR", "IDAT", "IEND"])
    let side = [0, 0, UInt8(size >> 8), UInt8(size & 255)]
    #expect(chunks[0].data == side + side + [8, 2, 0, 0, 0])
    let rowLength = size * 3
    var length = uLong(size * (rowLength + 1))
    var rows = [UInt8](repeating: 0, count: Int(length))
    let data = chunks[1].data
    #expect(uncompress(&rows, &length, data, uLong(data.count)) == Z_OK)
    #expect(Int(length) == rows.count)
    var pixels: [UInt8] = []
    for y in 0..<size {
        let start = y * (rowLength + 1)
        #expect(rows[start] == 1)
        for offset in 1...rowLength {
            let left = offset > 3 ? pixels[pixels.count - 3] : 0
            pixels.append(rows[start + offset] &+ left)
        }
    }
    return pixels
}
