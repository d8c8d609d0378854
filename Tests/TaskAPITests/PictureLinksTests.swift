import Crypto
import Foundation
import Testing

@testable import TaskAPI

struct PictureLinksTests {
    private let links = PictureLinks(
        key: Array(0..<32),
        publicURL: "https://example.com"
    )

    @Test func signature_isTheFirstHalfOfTheHMAC_inBase64url() {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("1234567890123456".utf8),
            using: SymmetricKey(data: Array(0..<32))
        )
        let expected = Data(code.prefix(16)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")

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
