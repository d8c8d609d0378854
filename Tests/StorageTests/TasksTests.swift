import Domain
import Storage
import TestSupport
import Testing

struct TasksTests {
    @Test func task_isFoundByItsOwnerAndByNobodyElse() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)

            #expect(try store.task(task.mjID, owner: submitter.user.id)?.task == task)
            #expect(try store.task(task.mjID, owner: nil)?.task == task)
            #expect(try store.task(task.mjID, owner: 99)?.task == nil)
            #expect(try store.task("1", owner: nil)?.task == nil)
        }
    }

    @Test func tasks_comeInTheOrderAskedFor_onceEach_onlyTheOwners() throws {
        try withTemporaryStore { store in
            let ann = try store.makeSubmitter("ann", byte: 1)
            let bob = try store.makeSubmitter("bob", byte: 2)
            let tasks = try (0..<3).map { _ in try store.makeTask(of: ann) }
            let foreign = try store.makeTask(of: bob)

            let asked = [2, 0, 2].map { tasks[$0].mjID } + [foreign.mjID, "none", tasks[1].mjID]
            let found = try store.tasks(asked, owner: ann.user.id)

            #expect(found.map(\.task) == [tasks[2], tasks[0], tasks[1]])
        }
    }

    @Test func texts_comeBackAsTheyWere() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            for text in ["", "a\0b", "猫 🐈‍⬛ \u{301}", "'; DROP TABLE tasks; --", "\r\n\t"] {
                let details = TaskDetails(state: text, description: text, notifyHook: text)
                let task = try store.makeTask(of: submitter, prompt: text, details: details)
                let stored = try #require(try store.task(task.mjID, owner: nil))
                #expect(Array(stored.task.prompt.utf8) == Array(text.utf8))
                #expect(Array(stored.details.state.utf8) == Array(text.utf8))
                let page = try store.page(ListQuery(scope: .user(submitter.user.id)))
                #expect(page.tasks.first == stored.task)
            }
        }
    }
}
