/// Five colours that go together: sky above, sky below, light, far, near.
struct Palette {
    let sky: Color
    let horizon: Color
    let light: Color
    let far: Color
    let near: Color

    private init(
        _ sky: UInt32,
        _ horizon: UInt32,
        _ light: UInt32,
        _ far: UInt32,
        _ near: UInt32
    ) {
        self.sky = Color(sky)
        self.horizon = Color(horizon)
        self.light = Color(light)
        self.far = Color(far)
        self.near = Color(near)
    }

    static let all = [
        Palette(0x1b2a49, 0xf2a65a, 0xffe8c2, 0x8a5a83, 0x1d1a31),  // dusk
        Palette(0x0b132b, 0x3a506b, 0xf4f1de, 0x1c2541, 0x05070f),  // night
        Palette(0x6fb1d6, 0xfde8d0, 0xfffbe6, 0x8fb8a8, 0x274046),  // morning
        Palette(0x2b1055, 0xd76d77, 0xffaf7b, 0x6c3483, 0x160a2c),  // violet
        Palette(0x134e5e, 0x71b280, 0xf7ffe0, 0x3d7a6a, 0x0c2a2d),  // forest
        Palette(0x7f1d1d, 0xf59e0b, 0xfff3b0, 0xb23a2e, 0x2a0a0a),  // desert
        Palette(0x274690, 0xb8d8e3, 0xffffff, 0x5c85b5, 0x14213d),  // ice
        Palette(0x3d2c4f, 0xe8b4bc, 0xfff0f3, 0x9d6b8b, 0x241a30),  // blossom
    ]

    /// From dark to light through all five.
    func ramp(_ position: Float) -> Color {
        let stops = [near, sky, far, horizon, light]
        let scaled = max(0, min(0.9999, position)) * Float(stops.count - 1)
        let index = Int(scaled)
        return stops[index].mixed(with: stops[index + 1], scaled - Float(index))
    }
}
