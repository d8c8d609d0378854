import CZlib

/// Writes PNG files (w3.org/TR/png-3): the signature, IHDR, one IDAT, IEND.
enum PNGEncoder {
    static func encode(_ raster: Raster) -> [UInt8] {
        let size = UInt32(raster.size)
        var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        // 8 bits a channel, RGB, deflate, adaptive filters, not interlaced.
        append("IHDR", bigEndian(size) + bigEndian(size) + [8, 2, 0, 0, 0], to: &file)
        append("IDAT", compress(filtered(raster)), to: &file)
        append("IEND", [], to: &file)
        return file
    }

    /// Length, type, data, CRC of type and data (PNG §5.3).
    private static func append(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
        let checked = Array(type.utf8) + data
        file += bigEndian(UInt32(data.count))
        file += checked
        file += bigEndian(UInt32(crc32(0, checked, uInt(checked.count))))
    }

    /// Each row as differences to the pixel on the left (filter 1, PNG §9.2): colours change slowly.
    private static func filtered(_ raster: Raster) -> [UInt8] {
        let rowLength = raster.size * 3
        var filtered: [UInt8] = []
        filtered.reserveCapacity((rowLength + 1) * raster.size)
        raster.bytes.withUnsafeBufferPointer { bytes in
            for start in stride(from: 0, to: bytes.count, by: rowLength) {
                filtered.append(1)
                for offset in start..<start + rowLength {
                    let left = offset - start >= 3 ? bytes[offset - 3] : 0
                    filtered.append(bytes[offset] &- left)
                }
            }
        }
        return filtered
    }

    private static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        var compressed = [UInt8](repeating: 0, count: Int(length))
        let result = compress2(&compressed, &length, bytes, uLong(bytes.count), 6)
        // The buffer is as large as zlib asked for (zlib.h, compressBound).
        precondition(result == Z_OK, "compress2 fails only for want of memory")
        return Array(compressed.prefix(Int(length)))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
