import Domain
import Storage
import TestSupport
import Testing

struct OwnTasksTests {
    @Test func newestTasks_arePages_newestFirst_ofTheOwnerAlone() throws {
        try withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let tasks = try (0..<5).map { number in
                _ = try store.makeTask(of: bob)
                return try store.makeTask(of: ann, details: TaskDetails(state: "\(number)"))
            }

            let pages = try (1...4).map {
                try store.newestTasks(of: ann.user.id, page: $0, pageSize: 2)
            }

            #expect(pages.map { $0.map(\.details.state) } == [["4", "3"], ["2", "1"], ["0"], []])
            #expect(pages[2].map(\.task) == [tasks[0]])
            #expect(try store.newestTasks(of: ann.user.id, page: .max, pageSize: 100).isEmpty)
            #expect(try store.newestTasks(of: 99, page: 1, pageSize: 2).isEmpty)
        }
    }

    @Test func queuedTasks_areWhatWaitsOrIsAtWork_oldestFirst() async throws {
        try await withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            _ = try store.makeTask(of: bob)
            let tasks = try (0..<6).map { number in
                try store.makeTask(of: ann, details: TaskDetails(state: "\(number)"))
            }
            _ = try await store.finish([.make(of: tasks[1])])
            try store.recordAcceptance(
                mjID: tasks[2].mjID,
                upstreamID: "u",
                code: 21,
                description: "",
                status: .modal
            )
            try await store.checkpoint([.make(of: tasks[3])])

            let pages = try (1...3).map {
                try store.queuedTasks(of: ann.user.id, page: $0, pageSize: 3)
            }

            #expect(pages.map { $0.map(\.details.state) } == [["0", "3", "4"], ["5"], []])
            #expect(pages[0].map(\.task.status) == [.notStart, .inProgress, .notStart])
            #expect(try store.queuedTasks(of: ann.user.id, page: .max, pageSize: 3).isEmpty)
        }
    }
}
