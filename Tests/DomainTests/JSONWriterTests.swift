import Foundation
import Testing

@testable import Domain

struct JSONWriterTests {
    @Test(
        arguments: [
            "", "plain", "\"quoted\" \\ back", "line\nfeed\r\ttab", "\u{0}\u{1f}\u{7f}",
            "\u{2028}\u{2029}", "猫 🐈‍⬛", "/slash", "ends with \"",
        ])
    func everyString_isReadBackAsItWas(_ text: String) throws {
        var json = JSONWriter()
        json.write(string: text)

        let value = try JSONSerialization.jsonObject(
            with: Data(json.bytes),
            options: .fragmentsAllowed
        )

        #expect(value as? String == text)
    }

    @Test func controlCharacters_areEscapedWithFourDigits() {
        var json = JSONWriter()
        json.write(string: "a\u{1}b\u{1f}c")

        #expect(json.text == #""a\u0001b\u001fc""#)
    }

    @Test func strings_becomeAnArray() {
        var json = JSONWriter()
        json.write(strings: ["a", "\"", ""])

        #expect(json.text == #"["a","\"",""]"#)
    }
}

extension JSONWriter {
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
