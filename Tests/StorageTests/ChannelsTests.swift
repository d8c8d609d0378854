import Domain
import Storage
import TestSupport
import Testing

struct ChannelsTests {
    @Test func channels_comeByPriority_thenByID() throws {
        try withTemporaryStore { store in
            let low = try store.makeChannel("low", secret: "s", priority: -1)
            let first = try store.makeChannel("first")
            let second = try store.makeChannel("second")
            let high = try store.makeChannel("high", priority: 5)

            #expect(try store.channels() == [high, first, second, low])
            #expect(low.secret == "s")
        }
    }

    @Test func addChannel_takesTheSlashOffTheBaseURL() throws {
        try withTemporaryStore { store in
            let channel = try store.makeChannel(baseURL: "https://mj.example/proxy/")
            #expect(channel.baseURL == "https://mj.example/proxy")
            #expect(try store.channels() == [channel])
        }
    }

    @Test(
        arguments: [
            ("mj.example", "does not begin with http:// or https://"),
            ("https:///", "has no host"), ("http://user:pass@a", "holds a user or a password"),
            ("http://a?b=c", "has a query (?) or a fragment (#)"),
        ] as [(String, String)]
    )
    func addChannel_refusesWhatIsNoAddress(baseURL: String, reason: String) throws {
        try withTemporaryStore { store in
            #expect(throws: StorageError.invalid(what: "the URL", reason: reason)) {
                try store.makeChannel(baseURL: baseURL)
            }
        }
    }

    @Test func addChannel_refusesWhatIsNoSecret() throws {
        try withTemporaryStore { store in
            for error in [ChannelSecretError.severalLines, .characters, .length] {
                let secret =
                    switch error {
                    case .severalLines: "one\ntwo"
                    case .characters: "two words"
                    case .length: String(repeating: "x", count: 5000)
                    }
                #expect(throws: StorageError.invalid(what: "the secret", reason: error.reason)) {
                    try store.makeChannel("one", secret: secret)
                }
            }
        }
    }

    @Test func addChannel_refusesANameThatIsTaken() throws {
        try withTemporaryStore { store in
            _ = try store.makeChannel("one")
            #expect(throws: StorageError.invalid(what: "name", reason: "is taken")) {
                try store.makeChannel("one")
            }
        }
    }

    @Test func setChannelStatus_changesOneChannel() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            let one = try store.makeChannel("one")
            _ = try store.makeChannel("two")
            versions.clear()

            try store.setChannelStatus(.disabled, id: one.id)

            #expect(try store.channels().map(\.status) == [.disabled, .enabled])
            #expect(versions.calls == [.announce([]), .finish([])])
            #expect(throws: StorageError.notFound(what: "channel")) {
                try store.setChannelStatus(.enabled, id: 99)
            }
        }
    }

    @Test func aChannel_keepsWhatItServes_andHowMuch() throws {
        try withTemporaryStore { store in
            let service = ChannelService(
                groups: ["default"],
                actions: [.imagine, .blend],
                modes: [.fast, .relax]
            )
            let channel = try store.addChannel(
                name: "one",
                baseURL: "http://a",
                secret: "s",
                priority: -3,
                weight: 7,
                service: service,
                inFlightLimit: 12
            )
            #expect(channel.service == service)
            #expect(try store.channels() == [channel])
            #expect(try store.channel(channel.id) == channel)
            #expect(try store.channel(99) == nil)
        }
    }

    @Test func editChannel_changesAllButStatusAndHealth() throws {
        try withTemporaryStore { store in
            let before = try store.makeChannel("one", secret: "old")
            try store.setChannelStatus(.disabled, id: before.id, reason: "moved")
            _ = try store.recordFailure(of: before.id, reason: "timed out", isTrial: false)
            let edited = try store.editChannel(before.id) { channel in
                channel.name = "two"
                channel.priority = 4
                channel.weight = 2
                channel.inFlightLimit = 3
                channel.service = ChannelService(modes: [.turbo])
                channel.status = .enabled
            }
            #expect(edited.name == "two")
            #expect(edited.priority == 4)
            #expect(edited.weight == 2)
            #expect(edited.inFlightLimit == 3)
            #expect(edited.service == ChannelService(modes: [.turbo]))
            #expect(edited.secret == "old")
            #expect(edited.status == .disabled)
            #expect(edited.statusReason == "moved")
            #expect(edited.health?.failures == 1)
            #expect(try store.channels() == [edited])
        }
    }

    @Test(arguments: ["http://b", "http://127.0.0.1:9"])
    func anotherAddressOrSecret_endsTheHealthOfTheOldOne(url: String) throws {
        try withTemporaryStore { store in
            let channel = try store.makeChannel()
            _ = try store.recordFailure(of: channel.id, reason: "timed out", isTrial: false)
            let edited = try store.editChannel(channel.id) { channel in
                channel.baseURL = url
                if url == "http://127.0.0.1:9" { channel.secret = "new" }
            }
            #expect(edited.health == nil)
        }
    }

    @Test func whatNoChannelCanHave_isRefused() throws {
        try withTemporaryStore { store in
            let one = try store.makeChannel("one")
            _ = try store.makeChannel("two")
            let edits: [@Sendable (inout Channel) -> Void] = [
                { $0.name = "two" }, { $0.name = "" }, { $0.baseURL = "ftp://x" },
                { $0.secret = "a\nb" }, { $0.weight = 0 }, { $0.inFlightLimit = 0 },
                { $0.service.groups = ["gold"] }, { $0.service.groups = ["gold plan"] },
            ]
            for edit in edits {
                #expect(throws: StorageError.self) { try store.editChannel(one.id, edit) }
            }
            #expect(throws: StorageError.notFound(what: "channel")) {
                try store.editChannel(99) { $0.priority = 1 }
            }
            #expect(try store.channel(one.id) == one)
        }
    }
}
