import Administration
import Testing

@Suite struct TextTableTests {
    private let table = TextTable(
        [.init("ID", .right), .init("NAME", isFlexible: true), .init("QUOTA", .right)],
        rows: [["7", "alice", "500,000"], ["12", "画家一号 and friends", "0"]]
    )

    @Test func columns_areAligned_withWideCharactersAsTwo() {
        #expect(
            table.text(width: nil) == """
                ID  NAME                    QUOTA
                 7  alice                 500,000
                12  画家一号 and friends        0

                """
        )
    }

    @Test func aNarrowTerminal_cutsTheFlexibleColumn() {
        #expect(
            table.text(width: 25) == """
                ID  NAME            QUOTA
                 7  alice         500,000
                12  画家一号 an…        0

                """
        )
    }

    @Test func aWideCharacter_isNotCutInHalf() {
        let table = TextTable([.init("A", isFlexible: true)], rows: [["漢字漢字漢字"]])
        #expect(table.text(width: 8) == "A\n漢字漢…\n")
    }

    @Test func aTerminalTooNarrowForAnything_leavesTheTableReadable() {
        let lines = table.text(width: 3).split(separator: "\n")
        #expect(lines.first == "ID  NAME      QUOTA")
        #expect(lines.last?.hasPrefix("12  画家…") == true)
    }

    @Test func withoutTitles_thereIsNoHead() {
        let table = TextTable([.init(""), .init("", .right)], rows: [["a", "1"], ["bb", "22"]])
        #expect(table.text(width: nil) == "a    1\nbb  22\n")
    }

    @Test func controlCharacters_doNotReachTheTerminal() {
        let table = TextTable([.init("A")], rows: [["a\u{1b}[31m\nb"]])
        #expect(table.text(width: nil) == "A\na\u{fffd}[31m\u{fffd}b\n")
    }

    @Test func combiningMarksAndEmoji_countAsTheyAreShown() {
        let table = TextTable([.init("A"), .init("B")], rows: [["e\u{301}", "x"], ["🎨", "x"]])
        #expect(table.text(width: nil) == "A   B\ne\u{301}   x\n🎨  x\n")
    }
}
