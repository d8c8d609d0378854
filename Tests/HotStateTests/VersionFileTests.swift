import Domain
import Foundation
import HotState
import TestSupport
import Testing

struct VersionFileTests {
    private func attributes(_ path: String) throws -> [FileAttributeKey: Any] {
        try FileManager.default.attributesOfItem(atPath: path)
    }

    @Test func open_makesAFileForOwnerAndGroup_whateverTheUmask() throws {
        try withTemporaryDirectory { directory in
            let versions = try Versions.make(directory)

            #expect(versions.version(ofUser: 1)?.word == 0)
            for name in ["/versions", "/versions.lock"] {
                let mode = try attributes(directory + name)[.posixPermissions] as? Int
                #expect(mode == 0o660, "\(name)")
            }
        }
    }

    @Test func open_keepsTheVersionsOfAnEarlierProcess() throws {
        try withTemporaryDirectory { directory in
            var versions: Versions? = try Versions.make(directory)
            versions?.announce(VersionScope(1))
            versions?.finish(VersionScope(1))
            let last = try #require(versions?.version(ofUser: 1))
            versions = nil

            #expect(try Versions.make(directory).version(ofUser: 1) == last)
        }
    }

    @Test func open_givesEveryFileAnotherIdentity() throws {
        let identities = try (1...3).map { _ in
            try withTemporaryDirectory { directory in
                try Versions.make(directory).version(ofUser: 1)?.file
            }
        }
        #expect(Set(identities).count == 3)
        #expect(!identities.contains(nil))
    }

    @Test(arguments: ["", "short", String(repeating: "x", count: 600_000)])
    func open_replacesWhatIsNotOurs(content: String) throws {
        try withTemporaryDirectory { directory in
            try content.write(toFile: directory + "/versions", atomically: false, encoding: .utf8)

            let versions = try Versions.make(directory)

            #expect(versions.version(ofUser: 1)?.word == 0)
            #expect(versions.heal() == 0)
            #expect(!versions.isDetached)
        }
    }

    @Test(arguments: ["other", "dbdb", "d", ""])
    func open_replacesTheFileOfAnotherDatabase_thatNobodyUses(databaseID: String) throws {
        try withTemporaryDirectory { directory in
            let old = try Versions.make(directory, databaseID: databaseID).version(ofUser: 1)

            let new = try Versions.make(directory, databaseID: "db").version(ofUser: 1)

            #expect(new?.word == 0)
            #expect(new?.file != old?.file)
        }
    }

    @Test func open_replacesAFileOfAnotherLayout() throws {
        try withTemporaryDirectory { directory in
            let old = try Versions.make(directory).version(ofUser: 1)
            let file = try #require(FileHandle(forUpdatingAtPath: directory + "/versions"))
            try file.seek(toOffset: 8)
            try file.write(contentsOf: [2])
            try file.close()

            #expect(try Versions.make(directory).version(ofUser: 1)?.file != old?.file)
        }
    }

    @Test func open_throws_whileProgramsOfAnotherDatabaseUseTheFile() throws {
        try withTemporaryDirectory { directory in
            var user: Versions? = try Versions.make(directory, databaseID: "other")
            let version = user?.version(ofUser: 1)

            let error = #expect(throws: HotStateError.self) { try Versions.make(directory) }

            guard case .fileInvalid = error else {
                Issue.record("not invalid: \(String(describing: error))")
                return
            }
            user?.heal()
            #expect(user?.version(ofUser: 1) == version)
            user = nil
            #expect(try Versions.make(directory).version(ofUser: 1) != nil)
        }
    }

    @Test func open_throws_withoutItsFolder() throws {
        let error = #expect(throws: HotStateError.self) { try Versions.make("/nowhere/mjtask") }
        let path = "/nowhere/mjtask/versions.lock"
        #expect(error == .fileFailed(call: "open", path: path, errno: ENOENT))
    }

    @Test func open_throws_forAnIdentityThatDoesNotFit() throws {
        try withTemporaryDirectory { directory in
            #expect(throws: HotStateError.self) {
                try Versions.make(directory, databaseID: String(repeating: "x", count: 65))
            }
            _ = try Versions.make(directory, databaseID: String(repeating: "x", count: 64))
        }
    }

    @Test func open_fromManyThreads_givesAllTheSameFile() throws {
        try withTemporaryDirectory { directory in
            let opened = OpenedVersions()
            DispatchQueue.concurrentPerform(iterations: 16) { _ in opened.open(directory) }
            #expect(opened.identities.count == 16)
            #expect(Set(opened.identities).count == 1)
        }
    }

    /// Kept open until the end: a file that nobody uses may be replaced.
    private final class OpenedVersions: @unchecked Sendable {
        // Protected by `lock`.
        private var all: [Versions] = []
        private let lock = NSLock()

        func open(_ directory: String) {
            let versions = try? Versions.make(directory)
            lock.withLock { all += [versions].compactMap(\.self) }
        }

        var identities: [UInt64] {
            lock.withLock { all.compactMap { $0.version(ofUser: 1)?.file } }
        }
    }
}
