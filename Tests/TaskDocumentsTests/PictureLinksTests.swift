import Testing

@testable import TaskDocuments

struct PictureLinksTests {
    private let links = PictureLinks(
        key: Array(0..<32),
        publicURL: "https://example.com"
    )

    @Test func signature_isTheFirstHalfOfTheHMAC_inBase64url() {
        // HMAC-SHA256 of the id with the key 00 01 … 1f, by Python's hmac module.
        let expected = "Cll1LvgoBaxZtEM9RdfDEA"

        #expect(
            links.link(to: "1234567890123456")
                == "https://example.com/mj/image/1234567890123456?s=" + expected
        )
        #expect(links.isValid(expected, of: "1234567890123456"))
    }

    @Test func signature_isGoodForOneTaskAndOneKeyOnly() throws {
        let signature = try #require(links.link(to: "1").split(separator: "=").last)
        let others = PictureLinks(key: Array(1..<33), publicURL: "https://example.com")

        #expect(links.isValid(String(signature), of: "1"))
        #expect(!links.isValid(String(signature), of: "2"))
        #expect(!others.isValid(String(signature), of: "1"))
        #expect(!links.isValid("", of: "1"))
        #expect(!links.isValid(String(signature.dropLast()), of: "1"))
    }

    @Test func importedID_isEscaped() {
        #expect(links.link(to: "a b/ü").hasPrefix("https://example.com/mj/image/a%20b%2F%C3%BC?s="))
    }
}
