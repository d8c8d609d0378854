import Testing

@testable import TaskAPI

struct CachedPageTests {
    @Test func keptBytes_giveBodyAndTagBack() throws {
        let page = CachedPage(body: Array("{\"items\":[]}".utf8))

        let found = try #require(CachedPage(kept: page.bytesToKeep))

        #expect(found.body == page.body)
        #expect(found.tag == page.tag)
    }

    @Test func bytesThatDoNotEndWithATag_areNoPage() {
        let injection = "\"" + String(repeating: "\r\n", count: 16) + "\""
        #expect(CachedPage(kept: Array(("{}" + injection).utf8)) == nil)
        #expect(CachedPage(kept: []) == nil)
        #expect(CachedPage(kept: Array(repeating: 1, count: EntityTag.length)) == nil)
    }

    @Test func tag_isTheSameForTheSameBytesOnly() {
        #expect(EntityTag(of: [1, 2]) == EntityTag(of: [1, 2]))
        #expect(EntityTag(of: [1, 2]) != EntityTag(of: [1, 3]))
        #expect(EntityTag(of: []).text.utf8.count == EntityTag.length)
    }

    @Test(
        arguments: [
            ("TAG", true), ("W/TAG", true), ("\"x\", TAG", true), ("\"x\",W/TAG ,\"y\"", true),
            ("*", true), ("\"x\"", false), ("", false), ("TAGx", false),
        ])
    func ifNoneMatch_isComparedWeakly(_ header: String, _ matches: Bool) {
        let tag = EntityTag(of: [1])

        #expect(tag.matches(header.replacing("TAG", with: tag.text)) == matches)
    }
}
