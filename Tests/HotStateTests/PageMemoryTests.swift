import Domain
import HotState
import Redis
import TestSupport
import Testing

@testable import HotState

struct PageMemoryTests {
    private let token = TokenHash.make()
    private let page = Array("page".utf8)

    private func entry(_ size: Int, lifetime: Duration = .seconds(60)) -> PageMemory.Entry {
        let version = Version(file: 1, word: 1 << 16)
        return PageMemory.Entry(
            identity: CachedIdentity(.make(), at: version),
            page: [UInt8](repeating: 1, count: size),
            version: version,
            expiresAt: .now + lifetime
        )
    }

    private func key(_ query: String) -> PageMemory.Key {
        PageMemory.Key(token: token, page: PageKey(list: .own, query: query))
    }

    @Test func whatIsUsed_stays_andTheRestGoes_withinTheLimit() {
        let memory = PageMemory(size: 200_000)
        for number in 0..<1000 {
            memory.keep(entry(1_000), for: key("\(number)"))
            #expect(memory.entry(for: key("0")) != nil)
        }
        let kept = (0..<1000).filter { memory.entry(for: key("\($0)")) != nil }
        // Between half and all of what fits.
        #expect((60...135).contains(kept.count))
        #expect(kept.dropFirst().allSatisfy { $0 > 800 })
    }

    @Test func aPageThatIsReplaced_countsOnce() {
        let memory = PageMemory(size: 100_000)
        memory.keep(entry(10_000), for: key("other"))
        for _ in 0..<100 { memory.keep(entry(20_000), for: key("a")) }
        #expect(memory.entry(for: key("a"))?.page.count == 20_000)
        #expect(memory.entry(for: key("other")) != nil)
    }

    @Test func aPageThatIsTooLarge_orTooOld_isNotKept() {
        let memory = PageMemory(size: 100_000)
        memory.keep(entry(60_000), for: key("large"))
        memory.keep(entry(1, lifetime: .zero), for: key("old"))
        PageMemory(size: 0).keep(entry(0), for: key("none"))
        #expect(memory.entry(for: key("large")) == nil)
        #expect(memory.entry(for: key("old")) == nil)
    }

    @Test func aPageOfRedis_isAskedForOnce_untilSomethingChanges() throws {
        try World.with { world in
            let memory = PageMemory(size: 1 << 20)
            func thread() -> HotState {
                HotState(
                    configuration: .init(
                        redisSocket: world.server.socketPath,
                        timeout: .seconds(10)
                    ),
                    versions: world.versions,
                    memory: memory
                )
            }
            let version = try #require(world.versions.version(ofUser: 1))
            world.hotState.keep(.make(), of: token, version: version)
            world.hotState.keep(
                page: page,
                for: token,
                identity: .make(),
                key: .own,
                version: version
            )
            let (first, second) = (thread(), thread())
            #expect(first.lookUp(token: token, page: .own).page == page)
            let found = second.lookUp(token: token, page: .own)
            #expect(found.identity == .make())
            #expect(found.page == page)
            #expect(second.roundTrips == 0)

            // Another query, token or list is another page.
            let other = PageKey(list: .own, query: "other")
            #expect(second.lookUp(token: token, page: other).page == nil)
            let stranger = TokenHash(bytes: [UInt8](repeating: 9, count: 32))
            #expect(second.lookUp(token: stranger, page: .own).page == nil)

            // From the announcement of a write on, it is not current any more.
            world.announced(1) {
                #expect(second.lookUp(token: token, page: .own).page == nil)
            }
            let after = second.lookUp(token: token, page: .own)
            #expect(after.page == nil)
            #expect(after.identity == nil)
        }
    }

    @Test func everyonesList_isCurrent_onlyWhileNobodyWrites() throws {
        try World.with { world in
            let hotState = HotState(
                configuration: .init(redisSocket: world.server.socketPath, timeout: .seconds(10)),
                versions: world.versions,
                memory: PageMemory(size: 1 << 20)
            )
            let key = PageKey(list: .everyone, query: "q")
            let version = try #require(world.versions.version(ofUser: 1))
            hotState.keep(.make(), of: token, version: version)
            hotState.keep(
                page: page,
                for: token,
                identity: .make(),
                key: key,
                version: try #require(world.versions.versionOfEverything())
            )
            #expect(hotState.lookUp(token: token, page: key).page == page)
            #expect(hotState.lookUp(token: token, page: key).page == page)
            // A write of somebody else, in another slot.
            world.announced(2) {}
            let found = hotState.lookUp(token: token, page: key)
            #expect(found.page == nil)
            #expect(found.identity == .make())
        }
    }
}
