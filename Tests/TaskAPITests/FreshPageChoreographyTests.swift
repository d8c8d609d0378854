import Domain
import HotState
import Storage
import Testing

@testable import TaskAPI

/// Races between a reader and a writer, played step by step on the real parts.
struct FreshPageChoreographyTests {
    private let key = PageKey(list: .own, query: "test")

    private func rows(_ api: TestAPI) throws -> [UInt8] {
        let page = try api.store.page(ListQuery(scope: .user(api.user.id)))
        return [UInt8(page.tasks.count)]
    }

    private func keep(_ body: [UInt8], at version: Version?, _ api: TestAPI) throws {
        guard let version else { return }
        let hotState = api.list.context.hotState
        let identity = try api.identity()
        let current = try #require(api.versions.version(ofUser: api.user.id))
        let hash = try #require(Credential(authorization: "sk-user", apiSecret: nil)).hash
        hotState.keep(identity, of: hash, version: current)
        hotState.keep(page: body, for: hash, identity: identity, key: key, version: version)
    }

    private func kept(_ api: TestAPI) throws -> [UInt8]? {
        let hash = try #require(Credential(authorization: "sk-user", apiSecret: nil)).hash
        return api.list.context.hotState.lookUp(token: hash, page: key).page
    }

    @Test func commitBetweenTheVersionAndTheReading_isInTheKeptPage() throws {
        try TestAPI.run { api in
            var isFirst = true
            let page = try FreshPage.make {
                api.versions.version(ofUser: api.user.id)
            } render: {
                if isFirst { try api.addTask() }
                isFirst = false
                return try rows(api)
            }
            try keep(page.body, at: page.version, api)

            #expect(page.body == [1])
            #expect(try kept(api) == [1])
        }
    }

    @Test func commitAfterTheReading_isReadAgain() throws {
        try TestAPI.run { api in
            var isFirst = true
            let page = try FreshPage.make {
                api.versions.version(ofUser: api.user.id)
            } render: {
                let body = try rows(api)
                if isFirst { try api.addTask() }
                isFirst = false
                return body
            }

            #expect(page.body == [1])
            #expect(page.version == api.versions.version(ofUser: api.user.id))
        }
    }

    @Test func commitBetweenTheReadingAndTheKeeping_makesThePageUseless() throws {
        try TestAPI.run { api in
            let page = try FreshPage.make {
                api.versions.version(ofUser: api.user.id)
            } render: {
                try rows(api)
            }
            try api.addTask()
            try keep(page.body, at: page.version, api)

            #expect(page.body == [0])
            #expect(try kept(api) == nil)
        }
    }

    @Test func writerOfAnotherProcess_isSeenLikeOneOfThis() throws {
        try TestAPI.run { api in
            let writer = try api.otherProcess()
            let scope = VersionScope(users: [api.user.id])
            let quiet = try FreshPage.make {
                api.versions.version(ofUser: api.user.id)
            } render: {
                try rows(api)
            }
            try keep(quiet.body, at: quiet.version, api)
            #expect(try kept(api) == [0])

            writer.announce(scope)
            #expect(try kept(api) == nil)
            let during = try FreshPage.make {
                api.versions.version(ofUser: api.user.id)
            } render: {
                try rows(api)
            }
            #expect(during.version == nil)
            writer.finish(scope)

            #expect(try kept(api) == nil)
        }
    }
}
