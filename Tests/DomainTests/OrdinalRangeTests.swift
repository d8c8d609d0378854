import Domain
import Testing

struct OrdinalRangeTests {
    @Test func page_runsFromTheHighestDown() {
        let range = OrdinalRange(first: 1, last: 45)
        #expect(range.page(1, size: 20) == 26...45)
        #expect(range.page(2, size: 20) == 6...25)
        #expect(range.page(3, size: 20) == 1...5)
        #expect(range.page(4, size: 20) == nil)
    }

    @Test func pages_coverTheRangeOnce_forAnySize() {
        for first in [1, 11] {
            for last in first - 1...first + 12 {
                for size in 1...14 {
                    let range = OrdinalRange(first: first, last: last)
                    var seen: [Int] = []
                    var page = 1
                    while let ordinals = range.page(page, size: size) {
                        #expect(ordinals.count <= size)
                        seen += ordinals.reversed()
                        page += 1
                    }
                    #expect(seen == (first..<last + 1).reversed())
                    #expect(range.count == seen.count)
                }
            }
        }
    }

    @Test func page_isNil_beyondTheEnd_evenForTheLargestNumber() {
        #expect(OrdinalRange(first: 1, last: 45).page(.max, size: 100) == nil)
        #expect(OrdinalRange(first: 1, last: 0).page(1, size: 20) == nil)
        #expect(OrdinalRange(first: 5, last: 1).count == 0)
    }
}
