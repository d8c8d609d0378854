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

    @Test func aTerminalTooNarrowForTheColumns_showsALineForEachCell() {
        #expect(
            table.text(width: 18) == """
                ID     7
                NAME   alice
                QUOTA  500,000

                ID     12
                NAME   画家一号 an
                       d friends
                QUOTA  0

                """
        )
        let values = TextTable(
            [.init(""), .init("")],
            rows: [["Prompt", "漢字漢字漢字"], ["Id", "1"]]
        )
        #expect(values.text(width: 14) == "Prompt  漢字漢\n        字漢字\nId      1\n")
    }

    @Test(arguments: [20, 40, 60, 80]) func noLine_isWiderThanTheTerminal(width: Int) {
        let table = TextTable(
            ["ID", "USER", "ACTION", "STATUS", "SUBMITTED", "COST"].map { .init($0) },
            rows: [
                [
                    "1792345678901234", "画家一号", "IMAGINE", "❤️👨‍👩‍👧🇯🇵🎨 done", "2026-03-01 14:05:00Z",
                    "50,000",
                ]
            ]
        )
        for line in table.text(width: width).split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
        }
    }

    @Test func withoutTitles_thereIsNoHead() {
        let table = TextTable([.init(""), .init("", .right)], rows: [["a", "1"], ["bb", "22"]])
        #expect(table.text(width: nil) == "a    1\nbb  22\n")
    }

    @Test func controlCharacters_doNotReachTheTerminal() {
        let table = TextTable([.init("A")], rows: [["a\u{1b}[31m\nb\u{202e}c\u{2028}"]])
        #expect(table.text(width: nil) == "A\na\u{fffd}[31m\u{fffd}b\u{fffd}c\u{fffd}\n")
    }

    @Test func combiningMarksAndEmoji_countAsTheyAreShown() {
        let table = TextTable([.init("A"), .init("B")], rows: [["e\u{301}", "x"], ["🎨", "x"]])
        #expect(table.text(width: nil) == "A   B\ne\u{301}   x\n🎨  x\n")
        for emoji in ["❤️", "👨‍👩‍👧", "🇯🇵", "1️⃣", "🚀"] { #expect(DisplayWidth.of(emoji) == 2, "\(emoji)") }
        for letter in ["e", "é", "ｱ", "❤", "1"] {
            #expect(DisplayWidth.of(letter) == 1, "\(letter)")
        }
    }

    @Test func pagesOfALongTable_haveOneHead_andKeepTheWidthsOfThoseBefore() {
        let columns: [TextTable.Column] = [.init("ID", .right), .init("NAME")]
        var taken: [Int] = []
        let pages = [[["1", "carol"], ["2", "b"]], [["30", "al"]], []].map { rows in
            TextTable(columns, rows: rows).text(width: nil, taken: &taken)
        }
        #expect(pages == ["ID  NAME\n 1  carol\n 2  b\n", "30  al\n", ""])
        #expect(taken == [2, 5])
    }
}
