import Testing

@testable import TaskAPI

struct LanguageTests {
    @Test(
        arguments: [
            (nil, .english), ("", .english), ("ja", .japanese), ("ja-JP,en;q=0.8", .japanese),
            ("zh-CN,zh;q=0.9,en;q=0.8", .chinese), ("fr, zh;q=0.5, en;q=0.1", .chinese),
            ("en;q=0.1 , ja ; q=0.3", .japanese), ("de", .english), ("zh;q=0", .english),
            ("ja;q=abc", .english), ("*", .english), ("ZH-hant", .chinese),
            (String(repeating: "x,", count: 100_000), .english),
        ] as [(String?, Language)]
    )
    func header_givesTheLanguageItPrefers(_ header: String?, _ language: Language) {
        #expect(Language(acceptLanguage: header) == language)
    }
}
