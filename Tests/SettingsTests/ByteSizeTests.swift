import Testing

@testable import Settings

@Suite struct ByteSizeTests {
    @Test(arguments: [
        ("32M", 32 << 20), ("32m", 32 << 20), ("64K", 64 << 10), ("1G", 1 << 30), ("100", 100),
        ("0", 0),
    ])
    func parse_readsBytesAndPowersOf1024(text: String, bytes: Int) {
        #expect(ByteSize.parse(text) == bytes)
    }

    @Test(arguments: [
        "", "M", "32MB", "-1", "+1", "1.5M", "1 M", "0x10", "1T", "９", "9223372036854775807K",
        "99999999999999999999",
    ])
    func parse_refuses_whatIsNoSize(text: String) {
        #expect(ByteSize.parse(text) == nil)
    }

    @Test(arguments: [
        (32 << 20, "32M"), (1_000, "1000"), (1_536, "1536"), (0, "0"), (1 << 31, "2G"),
    ])
    func format_usesTheLargestUnitThatDivides(bytes: Int, text: String) {
        #expect(ByteSize.format(bytes) == text)
        #expect(ByteSize.parse(text) == bytes)
    }
}
