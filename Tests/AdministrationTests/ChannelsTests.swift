import Administration
import Domain
import Storage
import Testing

@Suite struct ChannelsTests {
    @Test func addChannel_keepsWhatItIsGiven() throws {
        try withInstallation { installation, _ in
            let channel = try installation.addChannel(
                named: "east",
                url: "HTTP://10.0.0.7:8080/",
                secret: "s3cret",
                with: ChannelEdit(
                    priority: 5,
                    weight: 3,
                    inFlightLimit: 12,
                    groups: "default",
                    actions: "mj_imagine,BLEND, swap_face",
                    modes: "relax,fast,relax"
                )
            )
            #expect(channel.baseURL == "http://10.0.0.7:8080")
            #expect(channel.status == .enabled)
            #expect(channel.priority == 5)
            #expect(channel.weight == 3)
            #expect(channel.inFlightLimit == 12)
            #expect(
                channel.service
                    == ChannelService(
                        groups: ["default"],
                        actions: [.imagine, .blend, .swapFace],
                        modes: [.relax, .fast]
                    )
            )
            #expect(try installation.channels() == [channel])
            #expect(try installation.channels().first?.secret == "s3cret")
        }
    }

    @Test func editChannel_changesWhatIsNamed_andNothingElse() throws {
        try withInstallation { installation, _ in
            let before = try installation.addChannel(
                named: "east",
                url: "http://a",
                secret: "old",
                with: ChannelEdit(inFlightLimit: 3, actions: "IMAGINE")
            )
            let edited = try installation.editChannel(
                "east",
                ChannelEdit(name: "west", weight: 9, inFlightLimit: 0, actions: "all")
            )
            var expected = before
            expected.name = "west"
            expected.weight = 9
            expected.inFlightLimit = nil
            expected.service = .everything
            #expect(edited == expected)
            let secret = try installation.editChannel("1", ChannelEdit(secret: "new")).secret
            #expect(secret == "new")
        }
    }

    @Test(arguments: [
        "10.0.0.7:8080", "ftp://host", "http://u:p@host", "http://host?x=1", "http://",
    ])
    func aURLThatCannotBeABase_isRefused(url: String) throws {
        try withInstallation { installation, _ in
            let error = #expect(throws: AdministrationError.self) {
                try installation.addChannel(named: "east", url: url, secret: "")
            }
            #expect(error?.message.hasPrefix("add channel “east”: the URL ") == true)
            let channels = try installation.channels()
            #expect(channels.isEmpty)
        }
    }

    @Test(arguments: [
        "two words", "tab\t", "naïve", "\u{0}", String(repeating: "x", count: 4_097),
    ])
    func aSecretThatNoHeaderCanCarry_isRefused_withoutShowingIt(secret: String) throws {
        try withInstallation { installation, _ in
            let error = #expect(throws: AdministrationError.self) {
                try installation.addChannel(named: "east", url: "http://host", secret: secret)
            }
            #expect(error?.message.contains(secret) == false)
            let channels = try installation.channels()
            #expect(channels.isEmpty)
        }
    }

    @Test("B29: several keys in one secret are refused, and what to do instead is said")
    func severalKeys_areRefused() throws {
        try withInstallation { installation, _ in
            for keys in ["key-one\nkey-two", "key-one\r\nkey-two"] {
                let error = #expect(throws: AdministrationError.self) {
                    try installation.addChannel(named: "east", url: "http://host", secret: keys)
                }
                #expect(
                    error?.message
                        == "add channel “east”: the secret has several lines: a channel has one key"
                )
                #expect(error?.hint == "add a channel for each key, with the same URL")
            }
            let channels = try installation.channels()
            #expect(channels.isEmpty)
        }
    }

    @Test(arguments: [
        ChannelEdit(weight: 0), ChannelEdit(inFlightLimit: -1), ChannelEdit(actions: "DRAW"),
        ChannelEdit(modes: "quick"), ChannelEdit(groups: "gold"), ChannelEdit(name: "west"),
        ChannelEdit(name: "two\nlines"), ChannelEdit(url: "host"),
    ])
    func anEditThatCannotBe_changesNothing(edit: ChannelEdit) throws {
        try withInstallation { installation, _ in
            _ = try installation.addChannel(named: "east", url: "http://a", secret: "")
            _ = try installation.addChannel(named: "west", url: "http://b", secret: "")
            let before = try installation.channels()
            let error = #expect(throws: AdministrationError.self) {
                try installation.editChannel("east", edit)
            }
            #expect(error?.kind == .invalid)
            #expect(error?.hint.isEmpty == false)
            #expect(try installation.channels() == before)
        }
    }

    @Test func aChannel_isDisabledWithAReason_andEnabled_byIDOrName() throws {
        try withInstallation { installation, _ in
            _ = try installation.addChannel(named: "east", url: "http://host", secret: "")
            let disabled = try installation.setChannelStatus(
                .disabled,
                of: "east",
                reason: "being moved"
            )
            #expect(disabled.status == .disabled)
            #expect(disabled.statusReason == "being moved")
            let enabled = try installation.setChannelStatus(.enabled, of: "1")
            #expect(enabled.status == .enabled)
            #expect(enabled.statusReason == "")
        }
    }

    @Test func whatIsOnesIDAndAnothersName_isAmbiguous() throws {
        try withInstallation { installation, _ in
            _ = try installation.addChannel(named: "2", url: "http://a", secret: "")
            _ = try installation.addChannel(named: "other", url: "http://b", secret: "")
            let error = #expect(throws: AdministrationError.self) {
                try installation.setChannelStatus(.disabled, of: "2")
            }
            #expect(error?.kind == .invalid)
            #expect(error?.hint == "say which: name:2 or id:2")
            #expect(try installation.setChannelStatus(.disabled, of: "name:2").id == 1)
            #expect(try installation.setChannelStatus(.disabled, of: "id:2").name == "other")
            #expect(try installation.setChannelStatus(.disabled, of: "other").id == 2)
        }
    }

    @Test func status_namesChannelsThatAreDisabledAutomatically_andOnlyThose() throws {
        try withInstallation { installation, _ in
            let east = try installation.addChannel(named: "east", url: "http://a", secret: "")
            let west = try installation.addChannel(named: "west", url: "http://b", secret: "")
            for channel in [east, west] {
                for _ in 0..<5 {
                    _ = try installation.store.recordFailure(
                        of: channel.id,
                        reason: "status 502",
                        isTrial: false
                    )
                }
            }
            _ = try installation.setChannelStatus(.disabled, of: "west")
            let status = try installation.status(staleAfter: .seconds(60))
            #expect(status.openChannels.map(\.name) == ["east"])
            let told =
                "channel east is disabled automatically (status 502): mjtask channels test 1"
            #expect(status.problems.contains(told))
        }
    }
}
