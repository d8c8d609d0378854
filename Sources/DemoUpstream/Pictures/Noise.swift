/// Smooth noise between 0 and 1, the same for the same seed.
struct Noise {
    let seed: UInt32
    /// Moves all octaves by the same, small number of cells: the shapes change a little.
    var morph: (x: Float, y: Float) = (0, 0)

    func callAsFunction(_ x: Float, _ y: Float) -> Float {
        let (x, y) = (x + morph.x, y + morph.y)
        let column = x.rounded(.down)
        let row = y.rounded(.down)
        let u = Self.fade(x - column)
        let v = Self.fade(y - row)
        let (i, j) = (Int32(column), Int32(row))
        let top = corner(i, j) * (1 - u) + corner(i &+ 1, j) * u
        let bottom = corner(i, j &+ 1) * (1 - u) + corner(i &+ 1, j &+ 1) * u
        return top * (1 - v) + bottom * v
    }

    /// Sums of ever finer noise: 0…1.
    func fractal(_ x: Float, _ y: Float, octaves: Int) -> Float {
        var (sum, weight, total): (Float, Float, Float) = (0, 0.5, 0)
        var (x, y) = (x, y)
        for _ in 0..<octaves {
            sum += weight * self(x, y)
            total += weight
            weight /= 2
            (x, y) = (x * 2.03 + 17.1, y * 2.03 + 9.7)
        }
        return sum / total
    }

    private func corner(_ x: Int32, _ y: Int32) -> Float {
        var mixed = UInt32(bitPattern: x) &* 0x85eb_ca6b ^ UInt32(bitPattern: y) &* 0xc2b2_ae35
        mixed = (mixed ^ seed) &* 0x27d4_eb2f
        mixed = (mixed ^ (mixed >> 15)) &* 0x2c1b_3c6d
        return Float((mixed ^ (mixed >> 13)) & 0xffff) / 65_535
    }

    private static func fade(_ t: Float) -> Float { t * t * (3 - 2 * t) }
}
