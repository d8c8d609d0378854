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

    @Test func addChannel_takesSlashesOffTheBaseURL() throws {
        try withTemporaryStore { store in
            let channel = try store.makeChannel(baseURL: "https://mj.example/proxy//")
            #expect(channel.baseURL == "https://mj.example/proxy")
            #expect(try store.channels() == [channel])
        }
    }

    @Test(arguments: ["", "mj.example", "ftp://mj.example", "http://", "https:///"])
    func addChannel_refusesWhatIsNoAddress(baseURL: String) throws {
        try withTemporaryStore { store in
            let expected = StorageError.invalid(
                what: "base URL",
                reason: "must begin with http:// or https://"
            )
            #expect(throws: expected) { try store.makeChannel(baseURL: baseURL) }
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
}
