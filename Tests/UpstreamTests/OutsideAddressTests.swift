import Testing

@testable import Upstream

@Suite struct OutsideAddressTests {
    @Test func init_takesAnAddressApart() throws {
        let address = try OutsideAddress("HTTPS://CDN.Example.com/a%20b/c.png?ex=1&is=%2F#top")
        #expect(address.host == "cdn.example.com")
        #expect(address.port == 443)
        #expect(address.url == "https://cdn.example.com:443/a%20b/c.png?ex=1&is=%2F")
        #expect(try OutsideAddress("http://[::1]:8080").url == "http://[::1]:8080/")
        #expect(try OutsideAddress("http://[::1]:8080").host == "::1")
    }

    @Test(arguments: [
        "", "a.png", "/a.png", "//host/a.png", "ftp://host/a", "file:///etc/passwd", "http://",
        "http:///a", "http://user@host/", "http://user:pw@host/", "http://host:0/",
        "http://ho%20st/",
        "http://[fe80::1%25eth0]/", "gopher://host/", "http+unix://%2Frun%2Fx/", "data:,x",
        "http://host:99999999999/", "http://h\nst/",
    ]) func init_refuses_whatIsNoPlainAddress(text: String) {
        #expect(throws: RefusedAddress.self) { try OutsideAddress(text) }
    }

    @Test(arguments: [
        ("/b.png", "http://host:81/b.png"), ("b.png?x", "http://host:81/a/b.png?x"),
        ("//other/b", "http://other:80/b"), ("https://other/b", "https://other:443/b"),
    ]) func init_followsARedirect(location: String, url: String) throws {
        let base = try OutsideAddress("http://host:81/a/a.png")
        #expect(try OutsideAddress(location, relativeTo: base).url == url)
    }
}
