import Domain
import Testing

struct NetworkTests {
    @Test(
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("192.168.1.128/25", "192.168.1.127", false),
            ("192.168.1.128/25", "192.168.1.200", true),
            ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
            ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:1::1", true), ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db9::1", true), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("10.0.0.0/8", "", false), ("10.0.0.0/8", "unix:", false),
        ])
    func address_isInsideOrNot(_ network: String, _ address: String, _ isInside: Bool) throws {
        #expect(try #require(Network(network)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "host", "10/8",
    ])
    func nonsense_isNoNetwork(_ text: String) {
        #expect(Network(text) == nil)
    }
}
