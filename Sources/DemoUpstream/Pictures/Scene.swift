/// What a panel needs besides its motif.
struct Scene {
    let palette: Palette
    private(set) var noise: Noise
    /// Where the light stands.
    private(set) var light: (x: Float, y: Float, radius: Float)
    private(set) var tilt: Float

    private init(palette: Palette, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        self.palette = palette
        noise = Noise(seed: UInt32(truncatingIfNeeded: random.next()))
        light = (
            .random(in: 0.2...0.8, using: &random), .random(in: 0.18...0.42, using: &random),
            .random(in: 0.06...0.14, using: &random)
        )
        tilt = .random(in: -0.6...0.6, using: &random)
    }

    /// One for a single picture, four for a grid.
    static func scenes(of subject: Subject, _ palette: Palette, seed: UInt64) -> [Scene] {
        var scenes: [Scene] = []
        for choice in subject.choices {
            let parent = scenes.first
            let panels = choice.picked.map { [$0] } ?? Array(0..<4)
            scenes = panels.map { panel in
                guard let parent, let reach = choice.strength.reach else {
                    let offset = UInt64(panel) &* 7_919 &+ UInt64(choice.salt) &* 104_729
                    return Scene(palette: palette, seed: seed &+ offset)
                }
                return parent.varied(by: reach, seed: UInt64(choice.salt) << 2 | UInt64(panel))
            }
        }
        return scenes
    }

    /// The same scene on another day.
    private func varied(by reach: Float, seed: UInt64) -> Scene {
        var random = SeededRandom(seed: seed)
        var scene = self
        func step(_ share: Float) -> Float {
            .random(in: -1...1, using: &random) * reach * share
        }
        scene.noise.morph.x += step(1)
        scene.noise.morph.y += step(1)
        scene.light.x = max(0.1, min(0.9, light.x + step(0.5)))
        scene.light.y = max(0.1, min(0.6, light.y + step(0.3)))
        scene.light.radius = max(0.05, min(0.17, light.radius + step(0.1)))
        scene.tilt += step(0.6)
        return scene
    }
}

extension Subject.Strength {
    /// How far variants may be apart; nil: they have nothing to do with one another.
    fileprivate var reach: Float? {
        switch self {
        case .fresh: nil
        case .strong: 0.45
        case .subtle: 0.16
        case .outpainted: 0.03
        }
    }
}
