import Domain
import Testing

@testable import TaskAPI

struct CredentialTests {
    @Test(
        arguments: [
            "Bearer sk-1", "bearer sk-1", "BEARER   sk-1 ", "sk-1", " sk-1",
        ])
    func authorization_isTakenWithAndWithoutItsScheme(_ header: String) {
        #expect(
            Credential(authorization: header, apiSecret: nil)
                == Credential(authorization: nil, apiSecret: "sk-1")
        )
    }

    @Test(arguments: [nil, "", "Bearer", "Bearer ", "midjourney-proxy", "Bearer midjourney-proxy"])
    func apiSecret_isTaken_whenAuthorizationSaysNothing(_ header: String?) {
        #expect(
            Credential(authorization: header, apiSecret: "Bearer sk-1")
                == Credential(authorization: "sk-1", apiSecret: nil)
        )
    }

    @Test func authorization_hidesTheAPISecret_evenIfItIsWrong() {
        #expect(
            Credential(authorization: "wrong", apiSecret: "sk-1")
                == Credential(authorization: "wrong", apiSecret: nil)
        )
    }

    @Test func hash_isThatOfTheWholeSecret() throws {
        let credential = try #require(Credential(authorization: "abc", apiSecret: nil))

        // SHA-256 of "abc", FIPS 180-2 appendix B.1.
        #expect(
            credential.hash.hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    @Test func nothing_isNoCredential() {
        #expect(Credential(authorization: nil, apiSecret: nil) == nil)
        #expect(Credential(authorization: "midjourney-proxy", apiSecret: "") == nil)
    }
}
