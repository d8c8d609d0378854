import Logging
import TaskAPI
import Testing

@testable import Settings

@Suite struct SettingTypeTests {
    @Test(arguments: [
        ("1", 1), ("64", 64), ("0", nil), ("65", nil), ("", nil), ("1e1", nil), ("+5", nil),
        (" 5", nil), ("٥", nil), ("99999999999999999999", nil),
    ])
    func integer_takesWholeNumbersInRange(text: String, value: Int?) {
        #expect(SettingType<Int>.integer(1...64).parse(text) == value)
    }

    @Test func timeAndSize_keepToTheirRange() {
        let time = SettingType<Duration>.time(.seconds(1) ... .seconds(60))
        #expect(time.parse("1s") == .seconds(1))
        #expect(time.parse("1min") == .seconds(60))
        #expect(time.parse("999ms") == nil)
        #expect(time.parse("61s") == nil)
        let size = SettingType<Int>.size(1 << 10...1 << 20)
        #expect(size.parse("1K") == 1_024)
        #expect(size.parse("1023") == nil)
        #expect(size.parse("2M") == nil)
    }

    @Test(arguments: [
        ("/a/b", "/a/b"), ("/a/b//", "/a/b"), ("/", "/"), ("a/b", nil), ("", nil), ("/a\u{0}", nil),
        ("/a\nb", nil),
    ])
    func path_isAbsolute_withoutSlashAtItsEnd(text: String, path: String?) {
        #expect(SettingType<String>.path.parse(text) == path)
    }

    @Test func socket_fitsIntoAnAddress_andMayBeEmptyOnlyWhereItIsOptional() {
        let longest = "/" + String(repeating: "s", count: 106)
        #expect(SettingType<String>.socket.parse(longest) == longest)
        #expect(SettingType<String>.socket.parse(longest + "s") == nil)
        #expect(SettingType<String>.socket.parse("") == nil)
        #expect(SettingType<String>.optionalSocket.parse("") == "")
        #expect(SettingType<String>.optionalSocket.parse(longest + "s") == nil)
        #expect(SettingType<String>.optionalSocket.parse("/run/r.sock") == "/run/r.sock")
    }

    @Test(arguments: [
        ("/mjtask-archive/", true), ("/a/b.c_d/", true), ("/", true), ("mjtask/", false),
        ("/mjtask", false), ("/a b/", false), ("/a\"/", false), ("", false),
    ])
    func location_isAPlainPathBetweenSlashes(text: String, isAllowed: Bool) {
        #expect((SettingType<String>.location.parse(text) != nil) == isAllowed)
    }

    @Test func origins_areAllOrAListOfOrigins() {
        let type = SettingType<[String]>.origins
        #expect(type.parse("*") == ["*"])
        #expect(type.parse("") == [])
        #expect(
            type.parse("https://a.example, http://b.example:8080/  HTTPS://c.example")
                == ["https://a.example", "http://b.example:8080", "https://c.example"]
        )
        for wrong in ["* https://a.example", "a.example", "https://a.example/path", "null"] {
            #expect(type.parse(wrong) == nil, "\(wrong)")
        }
    }

    @Test func choice_namesWhatThereIs() {
        let type = SettingType<Logger.Level>.choice
        #expect(type.parse("warning") == .warning)
        #expect(type.parse("Warning") == nil)
        #expect(type.parse("") == nil)
        #expect(type.expectation.contains("debug, info"))
        #expect(
            SettingType<TaskAPIConfiguration.TimeUnit>.choice.parse("milliseconds") == .milliseconds
        )
    }
}
