import Domain
import Testing

@testable import HotState

struct VersionTests {
    @Test(arguments: [(1, 40_503), (2, 15_470), (3, 55_974), (0, 0)] as [(UserID, Int)])
    func slot_isFixed(user: UserID, slot: Int) {
        #expect(VersionSlot.user(user) == slot)
    }

    @Test func slots_ofUsersInARow_areSpread() {
        let slots = Set((1...10_000).map(VersionSlot.user))
        #expect(slots.count > 9_900)
        #expect(slots.allSatisfy((0..<VersionSlot.users).contains))
        #expect((0..<VersionSlot.users).contains(VersionSlot.user(.max)))
        #expect((0..<VersionSlot.users).contains(VersionSlot.user(.min)))
    }

    @Test func slots_ofAScope_alwaysHaveEverything() {
        #expect(VersionSlot.all(in: VersionScope()) == [VersionSlot.everything])
        #expect(VersionSlot.all(in: VersionScope(1, 2)) == [40_503, 15_470, 65_536])
    }

    @Test func finishing_addsAVersionAndTakesTheBit_inOneAddition() {
        let other = VersionWord.bit(ofRegion: 3)
        let bit = VersionWord.bit(ofRegion: 15)
        let word = 41 << 16 | other | bit
        #expect(word &+ VersionWord.finishing(bit) == 42 << 16 | other)
    }

    @Test func words_startAnew_afterTheLastVersion() {
        let bit = VersionWord.bit(ofRegion: 0)
        let last = UInt64.max - VersionWord.announced
        #expect((last | bit) &+ VersionWord.finishing(bit) == 0)
    }
}
