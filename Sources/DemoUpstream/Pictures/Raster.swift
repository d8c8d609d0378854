/// A square picture of 8-bit RGB pixels.
struct Raster {
    let size: Int
    /// Three bytes a pixel, rows from the top.
    private(set) var bytes: [UInt8]

    init(size: Int) {
        self.size = size
        bytes = [UInt8](repeating: 0, count: size * size * 3)
    }

    subscript(x: Int, y: Int) -> Color {
        get {
            let offset = (y * size + x) * 3
            return Color(
                red: Float(bytes[offset]) / 255,
                green: Float(bytes[offset + 1]) / 255,
                blue: Float(bytes[offset + 2]) / 255
            )
        }
        set {
            let offset = (y * size + x) * 3
            bytes[offset] = Self.byte(newValue.red)
            bytes[offset + 1] = Self.byte(newValue.green)
            bytes[offset + 2] = Self.byte(newValue.blue)
        }
    }

    private static func byte(_ value: Float) -> UInt8 {
        UInt8(max(0, min(255, value * 255 + 0.5)))
    }

    /// Large squares instead of pixels: how a picture looks that is not finished.
    func pixelated(block: Int) -> Raster {
        var result = self
        for y in 0..<size {
            for x in 0..<size {
                let middle = { (position: Int) in
                    min(position / block * block + block / 2, size - 1)
                }
                result[x, y] = self[middle(x), middle(y)]
            }
        }
        return result
    }
}

struct Color: Equatable {
    var red: Float
    var green: Float
    var blue: Float

    /// `0xRRGGBB`.
    init(_ code: UInt32) {
        red = Float(code >> 16 & 255) / 255
        green = Float(code >> 8 & 255) / 255
        blue = Float(code & 255) / 255
    }

    init(red: Float, green: Float, blue: Float) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    func mixed(with other: Color, _ share: Float) -> Color {
        let share = max(0, min(1, share))
        return Color(
            red: red + (other.red - red) * share,
            green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share
        )
    }

    func scaled(_ factor: Float) -> Color {
        Color(red: red * factor, green: green * factor, blue: blue * factor)
    }
}
