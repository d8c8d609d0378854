import Domain
import Testing

struct ChannelSecretTests {
    @Test(arguments: ["", "s3cret", "a:b+c/d==~!", String(repeating: "x", count: 4096)])
    func whatAHeaderCanCarry_isASecret(text: String) throws {
        #expect(try ChannelSecret(text).text == text)
    }

    @Test(
        arguments: [
            ("one\ntwo", .severalLines), ("one\r\ntwo", .severalLines), ("one\n", .severalLines),
            ("two words", .characters), ("\t", .characters), ("naïve", .characters),
            ("\u{0}", .characters), ("\u{7f}", .characters),
            (String(repeating: "x", count: 4097), .length),
        ] as [(String, ChannelSecretError)]
    )
    func whatNoneCan_isNone(_ text: String, _ error: ChannelSecretError) {
        #expect(throws: error) { try ChannelSecret(text) }
    }
}
