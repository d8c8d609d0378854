import Domain
import Testing

struct BannedWordsTests {
    private let words = BannedWords(
        file: """
            # a comment
            nude
            bare  skin   # two words
            血
            cutting-edge
            she
            hers
            café
            """
    )

    @Test(
        arguments: [
            ("a nude body", "nude"), ("NUDE", "NUDE"), ("(nude)", "nude"), ("nude.", "nude"),
            ("denuded, nudes and nudeé", nil), ("nude女孩", "nude"), ("semi-nude", "nude"),
            ("nude_art", "nude"), ("nude1", nil),
            ("Bare \n\t Skin of a bear", "Bare \n\t Skin"), ("bareskin", nil), ("bare skins", nil),
            ("流血的", "血"), ("a cutting-edge knife", "cutting-edge"), ("ushers", nil),
            ("us hers", "hers"), ("ushe she", "she"), ("CAFÉ", "CAFÉ"),
            ("", nil), ("   ", nil), ("🎨 nude 🎨", "nude"), ("she nude", "she"),
        ] as [(String, String?)]
    )
    func words_countWhole_whateverTheirCase_andChineseAnywhere(_ text: String, _ word: String?) {
        #expect(words.first(in: text).map(String.init) == word)
    }

    @Test func emptyLinesAndComments_areNoWords() {
        let none = BannedWords(file: "\n  \n# only this\r\n\t#\n")

        #expect(none.count == 0)
        #expect(none.first(in: "# only this") == nil)
        #expect(BannedWords(file: "a\na\nA\r\nb").count == 2)
    }

    @Test func thousandsOfWords_takeOnePass() {
        let many = BannedWords((0..<5000).map { "word\($0) of the list" } + ["needle"])
        let prompt = String(repeating: "word499 of the lisp, ", count: 1500)

        let time = ContinuousClock().measure {
            #expect(many.first(in: prompt) == nil)
            #expect(many.first(in: prompt + "needle") == "needle")
        }

        // A pass for each word would take minutes.
        #expect(time < .seconds(5))
    }
}
