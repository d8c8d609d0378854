import Domain
import Storage
import Testing

@testable import Polling

struct CertainFindingsTests {
    private func task(_ mjID: String, parent: String, sentAt: Milliseconds = 5000)
        -> UnansweredTask
    {
        var task = MidjourneyTask.make(mjID: mjID, upstreamID: nil, status: .notStart)
        task.sentAt = sentAt
        return UnansweredTask(task: task, details: TaskDetails(parent: parent), hookedID: "")
    }

    /// The reports of one request are told apart by their order: one that was taken away would
    /// leave its place to another.
    @Test func tasksOfOneRequest_waitForOneAnother() {
        let tasks = [
            task("1", parent: "p"), task("2", parent: "p"), task("3", parent: "p"),
            task("4", parent: "q"), task("5", parent: ""), task("6", parent: ""),
        ]
        var outcome = AnswerSearch.Outcome()
        for (number, status) in [(1, .inProgress), (2, .submitted), (4, .inProgress)]
            + [(5, .inProgress), (6, .modal)] as [(Int, TaskStatus)]
        {
            outcome.findings["\(number)"] = .submit(.make(status, upstreamID: "u\(number)"))
        }

        let early = outcome.certain(among: tasks, awaitedSince: 4999)
        #expect(Set(early.keys) == ["4", "5"])
        let late = outcome.certain(among: tasks, awaitedSince: 5000)
        #expect(late == outcome.findings)
    }

    @Test func aModalCallAtWork_isCertain() {
        var modal = task("1", parent: "p")
        modal.task.isModalSent = true
        let outcome = AnswerSearch.Outcome(findings: ["1": .modal])
        #expect(outcome.certain(among: [modal], awaitedSince: 0) == ["1": .modal])
    }
}
