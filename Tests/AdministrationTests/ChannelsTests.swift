import Administration
import Domain
import Testing

@Suite struct ChannelsTests {
    @Test func addChannel_keepsURLAndSecret() throws {
        try withInstallation { installation, _ in
            let channel = try installation.addChannel(
                named: "east",
                url: "HTTP://10.0.0.7:8080/",
                secret: "s3cret",
                priority: 5
            )
            #expect(channel.baseURL == "http://10.0.0.7:8080")
            #expect(channel.status == .enabled)
            #expect(try installation.channels() == [channel])
            #expect(try installation.channels().first?.secret == "s3cret")
        }
    }

    @Test(arguments: [
        "10.0.0.7:8080", "ftp://host", "http://u:p@host", "http://host?x=1", "http://",
    ])
    func aURLThatCannotBeABase_isRefused(url: String) throws {
        try withInstallation { installation, _ in
            let error = #expect(throws: AdministrationError.self) {
                try installation.addChannel(named: "east", url: url, secret: "", priority: 0)
            }
            #expect(error?.message.hasPrefix("add channel “east”: the URL ") == true)
            let channels = try installation.channels()
            #expect(channels.isEmpty)
        }
    }

    @Test(arguments: [
        "two words", "line\nbreak", "tab\t", "naïve", "\u{0}", String(repeating: "x", count: 4_097),
    ])
    func aSecretThatNoHeaderCanCarry_isRefused_withoutShowingIt(secret: String) throws {
        try withInstallation { installation, _ in
            let error = #expect(throws: AdministrationError.self) {
                try installation.addChannel(
                    named: "east",
                    url: "http://host",
                    secret: secret,
                    priority: 0
                )
            }
            #expect(error?.message.contains(secret) == false)
            let channels = try installation.channels()
            #expect(channels.isEmpty)
        }
    }

    @Test func aChannel_isDisabledAndEnabled() throws {
        try withInstallation { installation, _ in
            let channel = try installation.addChannel(
                named: "east",
                url: "http://host",
                secret: "",
                priority: 0
            )
            try installation.setChannelStatus(.disabled, id: channel.id)
            #expect(try installation.channels().map(\.status) == [.disabled])
            try installation.setChannelStatus(.enabled, id: channel.id)
            #expect(try installation.channels().map(\.status) == [.enabled])
        }
    }
}
