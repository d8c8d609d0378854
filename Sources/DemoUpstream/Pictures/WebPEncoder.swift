/// Writes lossless WebP files (RFC 9649): a RIFF container with one VP8L chunk.
///
/// Literals have codes of fixed length; a row that equals the one above is a copy of it, which is
/// what makes pixelated pictures small. No transforms, no colour cache.
enum WebPEncoder {
    static func encode(_ raster: Raster) -> [UInt8] {
        var bits = BitWriter()
        let side = UInt32(raster.size - 1)
        // §3.4: signature, width and height less 1, no alpha, version 0.
        bits.write(0x2f, 8)
        bits.write(side, 14)
        bits.write(side, 14)
        bits.write(0, 4)
        // §4, §5.2.3, §6.2.2: no transform, no colour cache, one group of prefix codes.
        bits.write(0, 3)
        writeCodes(&bits)
        writePixels(raster, &bits)
        var data = bits.bytes
        let length = data.count
        if !length.isMultiple(of: 2) { data.append(0) }
        return Array("RIFF".utf8) + littleEndian(12 + data.count) + Array("WEBPVP8L".utf8)
            + littleEndian(length) + data
    }

    /// §6.2: five codes, for green with lengths, red, blue, alpha, distance.
    private static func writeCodes(_ bits: inout BitWriter) {
        // A complete code for 256 literals and 24 lengths: 232 of 8 bits, 48 of 9 (of which the
        // code length code has the symbols 8 and 9, the 12th and 13th in its order).
        writeLengths([8, 9], &bits)
        for symbol in 0..<280 { bits.write(symbol < 232 ? 0 : 1, 1) }
        for _ in ["red", "blue"] {
            // All of 8 bits; a code with one symbol takes no bits, so nothing follows.
            writeLengths([8], &bits)
        }
        // Simple codes of one symbol: alpha 255, in 8 bits, and distance 0, in 1.
        bits.write(0b101, 3)
        bits.write(255, 8)
        bits.write(0b001, 3)
        bits.write(0, 1)
    }

    /// A code length code in which each of the symbols has one bit.
    private static func writeLengths(_ symbols: [Int], _ bits: inout BitWriter) {
        bits.write(0, 1)
        let order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9]
        bits.write(UInt32(order.count - 4), 4)
        for symbol in order { bits.write(symbols.contains(symbol) ? 1 : 0, 3) }
        // As many lengths as the alphabet has symbols.
        bits.write(0, 1)
    }

    private static func writePixels(_ raster: Raster, _ bits: inout BitWriter) {
        let rowLength = raster.size * 3
        raster.bytes.withUnsafeBufferPointer { bytes in
            for start in stride(from: 0, to: bytes.count, by: rowLength) {
                let row = bytes[start..<start + rowLength]
                if start > 0, row.elementsEqual(bytes[start - rowLength..<start]) {
                    writeCopy(of: raster.size, &bits)
                    continue
                }
                for pixel in stride(from: row.startIndex, to: row.endIndex, by: 3) {
                    writeGreen(Int(bytes[pixel + 1]), &bits)
                    bits.writeReversed(UInt32(bytes[pixel]), 8)
                    bits.writeReversed(UInt32(bytes[pixel + 2]), 8)
                }
            }
        }
    }

    private static func writeGreen(_ symbol: Int, _ bits: inout BitWriter) {
        if symbol < 232 {
            bits.writeReversed(UInt32(symbol), 8)
        } else {
            bits.writeReversed(UInt32(2 * 232 + symbol - 232), 9)
        }
    }

    /// §5.2.2: a length, and the distance code 1, which is the pixel above and takes no bits.
    private static func writeCopy(of length: Int, _ bits: inout BitWriter) {
        let value = UInt32(length - 1)
        guard value >= 4 else { return writeGreen(256 + Int(value), &bits) }
        let highest = 31 - value.leadingZeroBitCount
        let second = value >> UInt32(highest - 1) & 1
        writeGreen(256 + 2 * highest + Int(second), &bits)
        bits.write(value & (1 << UInt32(highest - 1) - 1), highest - 1)
    }

    private static func littleEndian(_ value: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(value).littleEndian) { Array($0) }
    }
}

/// Bits from the lowest to the highest, bytes in order.
private struct BitWriter {
    private var written: [UInt8] = []
    private var pending: UInt64 = 0
    private var count = 0

    mutating func write(_ value: UInt32, _ length: Int) {
        pending |= UInt64(value) << UInt64(count)
        count += length
        while count >= 8 {
            written.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            count -= 8
        }
    }

    /// Codes begin with their highest bit.
    mutating func writeReversed(_ code: UInt32, _ length: Int) {
        var reversed: UInt32 = 0
        for bit in 0..<length where code >> UInt32(bit) & 1 == 1 {
            reversed |= 1 << UInt32(length - 1 - bit)
        }
        write(reversed, length)
    }

    var bytes: [UInt8] {
        count == 0 ? written : written + [UInt8(truncatingIfNeeded: pending)]
    }
}
