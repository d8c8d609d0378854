import Domain
import Testing

struct PlainTextTests {
    @Test(arguments: ["being moved", "维护中", "naïve – “quoted”", "👩‍🚀", "שלום", ""])
    func whatALineMayHold_isPlain(text: String) {
        #expect(text.unicodeScalars.allSatisfy { $0.isPlain })
    }

    @Test(arguments: [
        "\n", "\r", "\t", "\u{1b}", "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}", "\u{202e}",
    ])
    func whatWouldBreakIt_isNot(text: String) {
        #expect(!text.unicodeScalars.contains { $0.isPlain })
    }
}
