import Domain
import Testing

@Suite struct BaseURLTests {
    @Test(arguments: [
        ("http://10.0.0.7:8080", "http://10.0.0.7:8080"),
        ("https://draw.example.com/", "https://draw.example.com"),
        ("HTTPS://draw.example.com", "https://draw.example.com"),
        ("http://host/mj-proxy/", "http://host/mj-proxy"),
        ("http://[::1]:8080/a/b", "http://[::1]:8080/a/b"),
        ("http://xn--bcher-kva.example", "http://xn--bcher-kva.example"),
        ("http://host/a%20b", "http://host/a%20b"),
    ])
    func absoluteURLs_areTaken_withoutSlashAtTheirEnd(text: String, base: String) throws {
        #expect(try BaseURL(text).text == base)
    }

    @Test(arguments: [
        ("", "http"), ("host:8080", "http"), ("/path", "http"), ("ftp://host", "http"),
        ("file:///etc/passwd", "http"), ("http:///path", "host"), ("http://", "host"),
        ("http://:8080", "host"), ("http://u@host", "user"), ("http://u:p@host", "user"),
        ("http://@host", "user"), ("http://host?x=1", "query"), ("http://host/?", "query"),
        ("http://host#f", "fragment"), ("http://host:0", "port"), ("http://host:65536", "port"),
        ("http://host:", "port"), ("http://host:x", ""), ("http://host//", "segment"),
        ("http://host/a//b", "segment"), ("http://host/../x", "segment"),
        ("http://ho st", "space"), ("http://host/\u{0}", "control"), ("http://host\n", "control"),
        ("http://bücher.example", "ASCII"), ("http://host/%zz", ""),
    ])
    func everythingElse_isRefused_withTheReason(text: String, word: String) {
        let error = #expect(throws: BaseURLError.self) { try BaseURL(text) }
        #expect(word.isEmpty || error?.reason.contains(word) == true, "\(error?.reason ?? "")")
    }

    @Test func isOrigin_whenThereIsNoPath() throws {
        #expect(try BaseURL("https://a.example/").isOrigin)
        #expect(try !BaseURL("https://a.example/x").isOrigin)
    }
}
