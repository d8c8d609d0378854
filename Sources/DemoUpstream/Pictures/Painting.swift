import Glibc

/// A picture of a subject: one scene, or four variants of it in a grid, as Midjourney answers.
struct Painting {
    private let motif: Motif
    /// One or four.
    private let scenes: [Scene]
    private let window: Subject.Window

    init(_ subject: Subject) {
        var random = SeededRandom(seed: subject.seed)
        let palette = Palette.all[Int(random.next() % UInt64(Palette.all.count))]
        motif = Motif.allCases[Int(random.next() % UInt64(Motif.allCases.count))]
        scenes = Scene.scenes(of: subject, palette, seed: random.next())
        window = subject.window
    }

    func draw(size: Int) -> Raster {
        var raster = Raster(size: size)
        guard scenes.count == 4 else {
            draw(scenes[0], into: &raster, origin: (0, 0), side: size)
            return raster
        }
        // Two by two panels with a thin gap.
        let gap = max(1, size / 128)
        let side = (size - gap) / 2
        for (panel, scene) in scenes.enumerated() {
            let origin = (x: panel % 2 * (side + gap), y: panel / 2 * (side + gap))
            draw(scene, into: &raster, origin: origin, side: side)
        }
        return raster
    }

    private func draw(
        _ scene: Scene,
        into raster: inout Raster,
        origin: (x: Int, y: Int),
        side: Int
    ) {
        let scale = Float(window.width) / 1_000 / Float(side)
        let (left, top) = (Float(window.x) / 1_000, Float(window.y) / 1_000)
        for y in 0..<side {
            for x in 0..<side {
                raster[origin.x + x, origin.y + y] = motif.color(
                    in: scene,
                    left + Float(x) * scale,
                    top + Float(y) * scale
                )
            }
        }
    }
}

/// What is drawn; each gives the colour of a point between (0, 0) and (1, 1).
enum Motif: CaseIterable {
    case mountains
    case nebula
    case planet
    case waves

    func color(in scene: Scene, _ x: Float, _ y: Float) -> Color {
        switch self {
        case .mountains: Self.mountains(scene, x, y)
        case .nebula: Self.nebula(scene, x, y)
        case .planet: Self.planet(scene, x, y)
        case .waves: Self.waves(scene, x, y)
        }
    }

    /// Ridges that grow darker the nearer they are, under a sun.
    private static func mountains(_ scene: Scene, _ x: Float, _ y: Float) -> Color {
        let palette = scene.palette
        for layer in stride(from: 4, through: 0, by: -1) {
            let depth = Float(layer) / 4
            let scale = 2 + 2.5 * depth
            let height = scene.noise.fractal(x * scale + depth * 31, depth * 57, octaves: 5)
            let ridge = 0.45 + 0.13 * Float(layer) - (height - 0.3) * 0.42
            if y > ridge {
                let color = palette.far.mixed(with: palette.near, depth)
                let mist = max(0, 1 - (y - ridge) * 5) * (1 - depth) * 0.35
                return color.mixed(with: palette.horizon, mist)
            }
        }
        return sky(scene, x, y)
    }

    private static func sky(_ scene: Scene, _ x: Float, _ y: Float) -> Color {
        let palette = scene.palette
        let base = palette.sky.mixed(with: palette.horizon, y * 1.5)
        let distance = hypotf(x - scene.light.x, y - scene.light.y)
        let disk = (scene.light.radius - distance) * 120
        let glow = expf(-distance * 5) * 0.55
        let cloud = max(0, scene.noise.fractal(x * 3 + 8, y * 9 + 3, octaves: 3) - 0.55) * 1.2
        return base.mixed(with: palette.light, max(disk, glow, cloud))
    }

    /// Noise that is bent by noise.
    private static func nebula(_ scene: Scene, _ x: Float, _ y: Float) -> Color {
        let bend = scene.noise.fractal(x * 3, y * 3, octaves: 3)
        let twist = scene.noise.fractal(x * 3 + 40, y * 3 + bend * 2, octaves: 3)
        let cloud = scene.noise.fractal(x * 2 + bend * 2.4, y * 2 + twist * 2.4, octaves: 4)
        let color = scene.palette.ramp((cloud - 0.2) * 1.55)
        return color.mixed(with: scene.palette.light, star(scene, x, y) * (1 - cloud))
    }

    /// A sphere in its own bands, lit from one side, before stars.
    private static func planet(_ scene: Scene, _ x: Float, _ y: Float) -> Color {
        let palette = scene.palette
        let radius: Float = 0.24 + scene.light.radius
        let (dx, dy) = ((x - 0.5) / radius, (y - 0.5) / radius)
        let square = dx * dx + dy * dy
        // A ring, in front of the lower half and behind the upper one.
        let flat = (dy + dx * scene.tilt * 0.6) / 0.26
        let ring = hypotf(dx, flat)
        let isRing = ring > 1.35 && ring < 1.95 && (square > 1 || flat > 0)
        if isRing {
            let grain = scene.noise(ring * 30, 3)
            return palette.horizon.mixed(with: palette.far, grain).scaled(0.95)
        }
        if square < 1 {
            let dz = sqrtf(1 - square)
            let band = scene.noise.fractal(dx * 1.2 + 5, (dy + dx * scene.tilt) * 7, octaves: 3)
            let shade = max(0.06, -dx * 0.5 - dy * 0.45 + dz * 0.75)
            return palette.far.mixed(with: palette.light, band * 1.3 - 0.2).scaled(shade * 1.15)
        }
        let haze = expf(-(sqrtf(square) - 1) * 9) * 0.5
        let space = palette.near.scaled(0.7).mixed(with: palette.sky, y * 0.7)
        return space.mixed(with: palette.light, max(haze * 0.6, star(scene, x, y)))
    }

    /// Crests behind one another.
    private static func waves(_ scene: Scene, _ x: Float, _ y: Float) -> Color {
        let palette = scene.palette
        for layer in stride(from: 8, through: 0, by: -1) {
            let depth = Float(layer) / 8
            let phase = scene.noise(depth * 13, 7) * 6.3
            let swell = sinf(x * (7 - 3 * depth) + phase) * (0.02 + 0.035 * depth)
            let chop = (scene.noise.fractal(x * 6 + phase * 9, depth * 20, octaves: 3) - 0.5) * 0.06
            let crest = 0.4 + 0.62 * depth * depth * 0.9 + swell + chop
            if y > crest {
                let foam = max(0, 1 - (y - crest) * (50 - 20 * depth)) * (0.3 + 0.6 * depth)
                let water = palette.far.mixed(with: palette.near, depth * 0.85 + (y - crest) * 0.8)
                return water.mixed(with: palette.light, foam)
            }
        }
        return sky(scene, x, y)
    }

    /// Few and small: 0 nearly everywhere.
    private static func star(_ scene: Scene, _ x: Float, _ y: Float) -> Float {
        let cell = scene.noise(x * 90, y * 90)
        return max(0, cell - 0.93) * 14
    }
}
