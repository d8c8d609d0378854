import Domain
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue.parse(Array(text.utf8))
    }

    @Test(arguments: [
        ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)),
        ("0", .integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)),
        ("14001929738841620", .integer(14_001_929_738_841_620)),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(0x1p63)),
        ("1.5", .number(1.5)), ("-2E+2", .number(-200)), ("1e-1", .number(0.1)),
        ("\"\"", .string("")), ("\"猫 \\\\ \\/ \\n\\t\\\"\"", .string("猫 \\ / \n\t\"")),
        ("\"\\u732b\\ud83d\\ude00\"", .string("猫😀")),
        ("[]", .array([])), ("{}", .object([:])),
        ("[1,[2],{}]", .array([.integer(1), .array([.integer(2)]), .object([:])])),
        ("{ \"a\" : 1 , \"b\" : null }", .object(["a": .integer(1), "b": .null])),
        ("{\"a\":1,\"a\":2}", .object(["a": .integer(2)])),
    ]) func parse_readsValues(text: String, expected: JSONValue) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        "", " ", "tru", "nul", "truex", "nan", "Infinity", "+1", "01", "-", ".5", "1.", "1e", "1e+",
        "1e999", "0x10", "'a'", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"a\nb\"", "\"a\0\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"",
        "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "1 1", "[] []",
    ]) func parse_refuses_whatIsNotJSON(text: String) {
        #expect(throws: JSONValue.SyntaxError.self) { try parse(text) }
    }

    @Test(arguments: [
        [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe7],
    ])
    func parse_refuses_invalidUTF8(bytes: [UInt8]) {
        #expect(throws: JSONValue.SyntaxError.self) { try JSONValue.parse([0x22] + bytes + [0x22]) }
        #expect(throws: JSONValue.SyntaxError.self) { try JSONValue.parse(bytes) }
    }

    @Test(arguments: ["\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\""])
    func parse_replacesHalfAPairOfSurrogates(text: String) throws {
        #expect(try parse(text).string?.first == "\u{FFFD}")
    }

    @Test func parse_refusesDeepNesting_withoutUsingUpTheStack() throws {
        let depth = 1_000_000
        #expect(throws: JSONValue.SyntaxError.self) {
            try parse(String(repeating: "[", count: depth))
        }
        #expect(throws: JSONValue.SyntaxError.self) {
            try parse(String(repeating: "{\"a\":", count: depth))
        }
        let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(try JSONValue.parse(Array(allowed.utf8)).bytes() == Array(allowed.utf8))
        #expect(throws: JSONValue.SyntaxError.self) { try parse("[" + allowed + "]") }
    }

    @Test func bytes_areCompactSortedAndRead_asTheSameValue() throws {
        let value = JSONValue.object([
            "b": .array([.null, .bool(false), .number(1.5), .integer(.min)]),
            "a/b": .string("猫\u{1}\u{1f}\u{7f}\"\\\r\n\t</script>"), "": .object([:]),
        ])
        let text = String(decoding: value.bytes(), as: UTF8.self)
        #expect(
            text == #"{"":{},"a/b":"猫\u0001\u001f"# + "\u{7f}"
                + #"\"\\\r\n\t</script>","b":[null,false,1.5,-9223372036854775808]}"#
        )
        #expect(try parse(text) == value)
        #expect(JSONValue.number(.infinity).bytes() == Array("null".utf8))
    }

    @Test func parse_refusesMoreValuesThanAreAllowed() throws {
        let text = Array(#"{"a":[1,2,{"b":null}]}"#.utf8)
        #expect(throws: Never.self) { try JSONValue.parse(text, maximumValues: 6) }
        let error = #expect(throws: JSONValue.SyntaxError.self) {
            try JSONValue.parse(text, maximumValues: 5)
        }
        #expect(error?.hasTooManyValues == true)
    }
}
