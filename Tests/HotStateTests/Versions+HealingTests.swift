import Domain
import Foundation
import HotState
import Supervision
import TestSupport
import Testing

struct VersionsHealingTests {
    @Test func heal_finishesForAKilledProcess_andNotForAStoppedOne() throws {
        try withTemporaryDirectory { directory in
            let versions = try Versions.make(directory)
            let before = try #require(versions.version(ofUser: 1))
            let writer = try WriterProcess(directory: directory)
            #expect(versions.version(ofUser: 1) == nil)

            writer.process.signal(SIGSTOP)
            try waitUntil("the writer to stand still") { try writer.process.isStopped }
            #expect(versions.heal() == 0)
            #expect(versions.version(ofUser: 1) == nil)

            writer.process.stop(grace: .zero)
            #expect(versions.version(ofUser: 1) == nil)
            #expect(versions.heal() == 1)

            let after = try #require(versions.version(ofUser: 1))
            #expect(after.word == before.word + 1 << 16)
            #expect(versions.versionOfEverything() != nil)
            #expect(versions.heal() == 0)
            #expect(versions.version(ofUser: 1) == after)
        }
    }

    /// A writer that dies before its commit or after it, while readers keep pages: what it may have
    /// committed is a version.
    @Test(arguments: [1, 2])
    func keptPages_areNeverStale_whenTheWriterDies(after writerSteps: Int) throws {
        try withTemporaryDirectory { directory in
            let reader = try Versions.make(directory)
            var committed = 0
            for order in interleavings(of: [3, writerSteps, 1]) {
                // The third party heals, which finds a living writer unless it comes last.
                var writer: Versions? = try Versions.make(directory)
                var taken: Version?
                var page = 0
                var kept: (page: Int, version: Version)?
                var done = [0, 0, 0]
                for party in order {
                    switch (party, done[party]) {
                    case (0, 0): taken = reader.version(ofUser: 1)
                    case (0, 1): page = committed
                    case (0, _): kept = taken.map { (page, $0) }
                    case (1, 0): writer?.announce(VersionScope(1))
                    case (1, _): committed += 1
                    case (_, _): reader.heal()
                    }
                    done[party] += 1
                    if done[1] == writerSteps { writer = nil }
                    if let kept, reader.version(ofUser: 1) == kept.version {
                        #expect(kept.page == committed, "order \(order)")
                    }
                }
                reader.heal()
                if let kept, reader.version(ofUser: 1) == kept.version {
                    #expect(kept.page == committed, "order \(order)")
                }
                #expect(reader.version(ofUser: 1) != nil)
            }
        }
    }

    @Test func heal_leavesTheLivingAlone_onTheSameWord() throws {
        try withTemporaryDirectory { directory in
            let living = try Versions.make(directory)
            var dying: Versions? = try Versions.make(directory)
            let reader = try Versions.make(directory)
            living.announce(VersionScope(1))
            dying?.announce(VersionScope(1, 2))
            dying = nil

            #expect(reader.heal() == 1)
            #expect(living.heal() == 0)

            #expect(reader.version(ofUser: 1) == nil)
            #expect(reader.version(ofUser: 2) != nil)
            living.finish(VersionScope(1))
            #expect(reader.version(ofUser: 1)?.word == 2 << 16)
        }
    }

    @Test func aNewWriter_thatGetsADeadOnesPlace_cleansUpFirst() throws {
        try withTemporaryDirectory { directory in
            let reader = try Versions.make(directory)
            var dying: Versions? = try Versions.make(directory)
            dying?.announce(VersionScope(1))
            dying = nil

            let next = try Versions.make(directory)
            next.announce(VersionScope(2))

            #expect(reader.version(ofUser: 1)?.word == 1 << 16)
            #expect(reader.version(ofUser: 2) == nil)
            next.finish(VersionScope(2))
            #expect(reader.version(ofUser: 2)?.word == 1 << 16)
            #expect(reader.heal() == 0)
        }
    }

    @Test func heal_findsNothing_afterAWriterThatEndedInOrder() throws {
        try withTemporaryDirectory { directory in
            let reader = try Versions.make(directory)
            var writer: Versions? = try Versions.make(directory)
            writer?.announce(VersionScope(1))
            writer?.finish(VersionScope(1))
            writer = nil

            #expect(reader.heal() == 0)
            #expect(reader.version(ofUser: 1)?.word == 1 << 16)
        }
    }

    @Test func heal_fromManyThreadsAndProcesses_countsEachDeathOnce() throws {
        try withTemporaryDirectory { directory in
            let healers = try (0..<3).map { _ in try Versions.make(directory) }
            for round in 1...50 {
                var dying: Versions? = try Versions.make(directory)
                dying?.announce(VersionScope(1))
                dying = nil
                DispatchQueue.concurrentPerform(iterations: 6) { healers[$0 % 3].heal() }
                #expect(healers[0].version(ofUser: 1)?.word == UInt64(round) << 16)
            }
        }
    }

    @Test(arguments: [true, false])
    func heal_turnsCachesOff_whenTheFileWasRemovedByHand(replaced: Bool) throws {
        try withTemporaryDirectory { directory in
            let versions = try Versions.make(directory)
            #expect(versions.heal() == 0)
            #expect(!versions.isDetached)

            try FileManager.default.removeItem(atPath: directory + "/versions")
            let newer = replaced ? try Versions.make(directory) : nil
            versions.heal()

            #expect(versions.isDetached)
            #expect(versions.version(ofUser: 1) == nil)
            #expect(versions.versionOfEverything() == nil)
            #expect((newer?.version(ofUser: 1) != nil) == replaced)
        }
    }
}
