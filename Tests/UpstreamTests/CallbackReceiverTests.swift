import Testing

@testable import Upstream

struct CallbackReceiverTests {
    @Test func aReceiver_isAHostAndItsPort() {
        let one = CallbackReceiver(url: "https://Hook.example/a?x")
        #expect(one != nil)
        #expect(one == CallbackReceiver(url: "https://hook.example:443/b"))
        #expect(one != CallbackReceiver(url: "https://hook.example:444/b"))
        #expect(one != CallbackReceiver(url: "https://other.example/b"))
        #expect(CallbackReceiver(url: "http://user@hook.example/") == nil)
    }

    @Test func allowedReceivers_areHostsAddressesAndNetworks() throws {
        let allowed = try #require(AllowedReceivers(["Hook.internal", "10.1.0.0/16", "fd00::/8"]))
        let address = try #require(IPAddress("10.2.0.1"))
        #expect(allowed.contains("hook.internal", address))
        #expect(!allowed.contains("other.internal", address))
        #expect(allowed.contains("other", try #require(IPAddress("10.1.200.1"))))
        #expect(allowed.contains("other", try #require(IPAddress("fd12::1"))))
        #expect(!allowed.contains("other", try #require(IPAddress("fe80::1"))))
        #expect(allowed.names == ["Hook.internal", "10.1.0.0/16", "fd00::/8"])
    }

    @Test(arguments: ["http://host", "host:80", "host/path", "10.0.0.0/33", "a b", "user@host"])
    func allowedReceivers_refuseWhatIsNoNameOfAHost(name: String) {
        #expect(AllowedReceivers([name]) == nil)
    }
}
