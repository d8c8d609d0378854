import Administration
import Domain
import Testing

@Suite struct TokenSecretTests {
    @Test func anAPIKey_isSkAnd48Characters() {
        let text = TokenSecret(kind: .apiKey).text
        #expect(text.wholeMatch(of: /sk-[0-9A-Za-z]{48}/) != nil)
    }

    @Test func anAccessToken_is32Characters() {
        let text = TokenSecret(kind: .accessToken).text
        #expect(text.wholeMatch(of: /[0-9A-Za-z]{32}/) != nil)
    }

    @Test func tokens_areRandomOverTheWholeAlphabet() {
        let tokens = (0..<400).map { _ in TokenSecret(kind: .accessToken).text }
        #expect(Set(tokens).count == tokens.count)
        // 12,800 draws from 62: a character is missing once in 10^88 runs.
        #expect(Set(tokens.joined()).count == 62)
    }

    @Test func theHash_isThatOfTheWholeText_andRepeatable() {
        let secret = TokenSecret(kind: .apiKey)
        #expect(secret.hash == secret.hash)
        #expect(secret.hash != TokenSecret(kind: .apiKey).hash)
        #expect(secret.hash.bytes == sha256(secret.text))
    }
}
