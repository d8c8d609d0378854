import Domain
import Storage
import TestSupport
import Testing

@testable import Polling

struct FlushTests {
    @Test func finish_countsWhatEndedBefore_andNotWhatHasGoneOn() async throws {
        try await withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let tasks = try (0..<3).map { _ in try store.makeTask(of: submitter) }
            try store.recordAcceptance(
                mjID: tasks[0].mjID,
                upstreamID: "u",
                code: 1,
                description: "",
                status: .submitted
            )
            _ = try await store.finish([.make(of: tasks[1])])
            let flush = Flush(store: store, logger: .silent)

            let finished = await flush.finish([
                .failure(ofUnheard: tasks[0], reason: "", at: .now),
                .failure(of: tasks[1], reason: "", at: .now),
                .failure(ofUnheard: tasks[2], reason: "", at: .now),
            ])

            #expect(finished == [tasks[1].mjID, tasks[2].mjID])
        }
    }
}
