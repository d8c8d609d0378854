import Testing

@testable import TaskAPI

struct HooksTests {
    @Test func hook_namesTheTaskAndItsSecret_ifChannelsCanReachUs() {
        let hooks = Hooks(channelURL: "https://example.com")

        #expect(hooks.hook(of: "12", secret: "ab") == "https://example.com/mj/notify/12-ab")
        #expect(Hooks().hook(of: "12", secret: "ab") == nil)
    }

    @Test func secrets_are32HexDigits_andNeverTheSame() {
        let secrets = (0..<1000).map { _ in HookSecret.make() }

        #expect(Set(secrets).count == 1000)
        #expect(secrets.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }
}
