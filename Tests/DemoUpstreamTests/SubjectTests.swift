import Testing

@testable import DemoUpstream

@Suite struct SubjectTests {
    private let grid = Subject(seed: 0x9f3c)

    @Test func text_saysAllThatIsNeeded() {
        let picked = grid.picking(3)
        let subjects = [
            grid, picked, grid.varied(.strong, salt: 7), picked.varied(.subtle, salt: 0xabc),
            picked.varied(.strong, salt: 1).picking(4).zoomedOut(by: 1.5),
            picked.zoomedOut(by: 2).panned(-1, 0).varied(.outpainted, salt: 2),
        ]
        #expect(grid.text == "9f3c")
        #expect(picked.text == "9f3c.f0_2")
        #expect(subjects[5].text == "9f3c.f0_2.o2~-1500_-500_2000")
        #expect(Set(subjects.map(\.text)).count == subjects.count)
        for subject in subjects { #expect(Subject(subject.text) == subject) }
    }

    @Test(arguments: [
        "", "x", "9f3c.", "9f3c.q0", "9f3c.f0_4", "9f3c.f0.s1", "9f3c~1_2", "9f3c~0_0_0",
        "9f3c~0_0_1~", "9f3c.f0_1_2",
    ]) func init_isNil_forWhatNobodyWrote(text: String) {
        #expect(Subject(text) == nil)
    }

    @Test func anUpscale_isTheRightQuarterOfTheGrid() {
        let raster = Painting(grid).draw(size: 65)
        for number in 1...4 {
            let single = Painting(grid.picking(number)).draw(size: 32)
            let origin = (x: (number - 1) % 2 * 33, y: (number - 1) / 2 * 33)
            for (x, y) in [(0, 0), (7, 19), (31, 31), (16, 2)] {
                #expect(single[x, y] == raster[origin.x + x, origin.y + y])
            }
        }
    }

    @Test func variants_areNearer_theWeakerTheyAre() {
        // The same motif: how far apart on the average of many pixels.
        func distance(_ strength: Subject.Strength) -> Int {
            (UInt64(1)...6).map { seed in
                let picked = Subject(seed: seed).picking(1)
                let one = Painting(picked).draw(size: 24).bytes
                let variant = picked.varied(strength, salt: 5).picking(2)
                let other = Painting(variant).draw(size: 24).bytes
                return zip(one, other).map { abs(Int($0) - Int($1)) }.reduce(0, +)
            }
            .reduce(0, +)
        }
        #expect(distance(.outpainted) > 0)
        #expect(distance(.outpainted) < distance(.subtle))
        #expect(distance(.subtle) < distance(.strong))
    }

    @Test func zoomingOut_keepsTheMiddle() {
        let picked = grid.picking(1)
        let near = Painting(picked).draw(size: 64)
        let far = Painting(picked.zoomedOut(by: 2)).draw(size: 64)
        for position in stride(from: 0, to: 64, by: 8) {
            #expect(near[position, position] == far[16 + position / 2, 16 + position / 2])
        }
        let right = Painting(picked.panned(1, 0)).draw(size: 64)
        #expect(right[0, 40] == near[32, 40])
    }
}
