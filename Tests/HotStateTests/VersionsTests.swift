import Domain
import Foundation
import HotState
import Synchronization
import TestSupport
import Testing

struct VersionsTests {
    @Test func version_isTheSameInEveryProcess_untilAWriterFinishes() throws {
        try withTemporaryDirectory { directory in
            let writer = try Versions.make(directory)
            let reader = try Versions.make(directory)
            let before = try #require(reader.version(ofUser: 5))
            #expect(writer.version(ofUser: 5) == before)

            writer.announce(VersionScope(5))
            #expect(reader.version(ofUser: 5) == nil)
            #expect(writer.version(ofUser: 5) == nil)
            writer.finish(VersionScope(5))

            let after = try #require(reader.version(ofUser: 5))
            #expect(after.file == before.file)
            #expect(after.word != before.word)
            #expect(writer.version(ofUser: 5) == after)
        }
    }

    @Test func announce_concernsItsUsersAndEverything_andNobodyElse() throws {
        try withTemporaryDirectory { directory in
            let versions = try Versions.make(directory)
            let everything = try #require(versions.versionOfEverything())
            let other = try #require(versions.version(ofUser: 3))

            versions.announce(VersionScope(1, 2))

            #expect(versions.version(ofUser: 1) == nil)
            #expect(versions.version(ofUser: 2) == nil)
            #expect(versions.versionOfEverything() == nil)
            #expect(versions.version(ofUser: 3) == other)
            versions.finish(VersionScope(1, 2))
            #expect(versions.version(ofUser: 3) == other)
            #expect(versions.versionOfEverything() != everything)
            #expect(versions.versionOfEverything() != nil)
        }
    }

    @Test func announce_ofNobody_concernsEverything() throws {
        try withTemporaryDirectory { directory in
            let versions = try Versions.make(directory)
            let everything = versions.versionOfEverything()
            versions.announce(VersionScope())
            #expect(versions.versionOfEverything() == nil)
            versions.finish(VersionScope())
            #expect(versions.versionOfEverything() != everything)
        }
    }

    /// Who announces the same user at the same time: threads of one process, or two processes.
    @Test(arguments: [true, false])
    func version_isNil_untilTheLastWriterFinishes(sameProcess: Bool) throws {
        try withTemporaryDirectory { directory in
            let first = try Versions.make(directory)
            let second = sameProcess ? first : try Versions.make(directory)
            let before = try #require(first.version(ofUser: 1))

            first.announce(VersionScope(1))
            second.announce(VersionScope(1))
            first.finish(VersionScope(1))
            #expect(first.version(ofUser: 1) == nil)
            second.finish(VersionScope(1))

            let after = try #require(first.version(ofUser: 1))
            #expect(after.word == before.word + 2 << 16)
        }
    }

    /// A reader that takes a version, reads the source and keeps what it made, against writers that
    /// announce, commit and finish: in every order, and looking after every step, what is kept is
    /// the source's present state whenever it may be used.
    @Test(arguments: [[3, 3], [3, 3, 3]])
    func keptPages_areNeverStale_inAnyOrderOfSteps(steps: [Int]) throws {
        try withTemporaryDirectory { directory in
            let reader = try Versions.make(directory)
            let writers = try steps.dropFirst().map { _ in try Versions.make(directory) }
            var committed = 0
            var hits = 0
            for order in interleavings(of: steps) {
                var taken: Version?
                var page = 0
                var kept: (page: Int, version: Version)?
                var done = steps.map { _ in 0 }
                for party in order {
                    switch (party, done[party]) {
                    case (0, 0): taken = reader.version(ofUser: 1)
                    case (0, 1): page = committed
                    case (0, _): kept = taken.map { (page, $0) }
                    case (_, 0): writers[party - 1].announce(VersionScope(1))
                    case (_, 1): committed += 1
                    case (_, _): writers[party - 1].finish(VersionScope(1))
                    }
                    done[party] += 1
                    if let kept, reader.version(ofUser: 1) == kept.version {
                        #expect(kept.page == committed, "order \(order)")
                        hits += 1
                    }
                }
                #expect(reader.version(ofUser: 1) != nil)
            }
            // Without them the expectation above would hold for a cache that is never used.
            #expect(hits > 0)
        }
    }

    @Test func prepareToWrite_throwsForTheSeventeenthWriter_untilOneIsGone() throws {
        try withTemporaryDirectory { directory in
            var writers = try (1...16).map { _ in try Versions.make(directory) }
            for writer in writers { try writer.prepareToWrite() }
            let reader = try Versions.make(directory)

            #expect(throws: HotStateError.tooManyWriters(limit: 16)) {
                try reader.prepareToWrite()
            }

            #expect(reader.version(ofUser: 1) != nil)
            writers.removeLast()
            try reader.prepareToWrite()
            for writer in writers {
                writer.announce(VersionScope(1))
                writer.finish(VersionScope(1))
            }
            #expect(reader.version(ofUser: 1)?.word == 15 << 16)
        }
    }

    @Test func readers_takeNoPlaceOfAWriter() throws {
        try withTemporaryDirectory { directory in
            let readers = try (1...40).map { _ in try Versions.make(directory) }
            for reader in readers { _ = reader.version(ofUser: 1) }
            try Versions.make(directory).prepareToWrite()
        }
    }

    /// Threads of two processes write, each in two halves; whoever sees one version around a read
    /// has seen no half.
    @Test func underLoad_noReadIsTorn_andEveryFinishIsCounted() throws {
        try withTemporaryDirectory { directory in
            let processes = try (0..<2).map { _ in try Versions.make(directory) }
            let source = Source()
            try onThreads(8) { number in
                let versions = processes[number % 2]
                for round in 0..<2_000 {
                    let user = UserID(1 + (round + number) % Source.users)
                    if round % 4 == 0 {
                        versions.announce(VersionScope(user))
                        source.write(user)
                        versions.finish(VersionScope(user))
                    } else {
                        source.read(user, under: versions)
                    }
                }
            }

            #expect(source.torn.load(ordering: .relaxed) == 0)
            #expect(source.whole.load(ordering: .relaxed) > 0)
            for user in 1...Source.users {
                let word = processes[0].version(ofUser: UserID(user))?.word
                #expect(word == source.writes(of: user) << 16)
            }
            #expect(processes[1].versionOfEverything()?.word == 8 * 500 << 16)
        }
    }

    /// Two numbers a user, which a writer adds to one after the other.
    private final class Source: Sendable {
        static let users = 3
        let torn = Atomic(0)
        let whole = Atomic(0)
        private let first: [Counter] = (0...users).map { _ in Counter() }
        private let second: [Counter] = (0...users).map { _ in Counter() }

        private final class Counter: Sendable {
            let value = Atomic<UInt64>(0)
        }

        func writes(of user: Int) -> UInt64 { first[user].value.load(ordering: .relaxed) }

        func write(_ user: UserID) {
            first[Int(user)].value.wrappingAdd(1, ordering: .relaxed)
            sched_yield()
            second[Int(user)].value.wrappingAdd(1, ordering: .relaxed)
        }

        func read(_ user: UserID, under versions: Versions) {
            guard let version = versions.version(ofUser: user) else { return }
            let values = (
                first[Int(user)].value.load(ordering: .relaxed),
                second[Int(user)].value.load(ordering: .relaxed)
            )
            guard versions.version(ofUser: user) == version else { return }
            if values.0 == values.1 {
                whole.wrappingAdd(1, ordering: .relaxed)
            } else {
                torn.wrappingAdd(1, ordering: .relaxed)
            }
        }
    }
}
