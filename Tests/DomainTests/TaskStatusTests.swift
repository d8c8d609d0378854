import Domain
import Testing

struct TaskStatusTests {
    @Test func canBecome_allowsExactlyTheStepsForward() {
        let forward: [TaskStatus: Set<TaskStatus>] = [
            .notStart: [.modal, .submitted, .inProgress, .success, .failure, .cancel],
            .modal: [.submitted, .inProgress, .success, .failure, .cancel],
            .submitted: [.inProgress, .success, .failure, .cancel],
            .inProgress: [.success, .failure, .cancel],
            .success: [], .failure: [], .cancel: [],
        ]
        for from in TaskStatus.allCases {
            for next in TaskStatus.allCases {
                #expect(
                    from.canBecome(next) == forward[from]?.contains(next),
                    "\(from.rawValue) to \(next.rawValue)"
                )
            }
        }
    }

    @Test func isTerminal_isTrueForTheThreeEnds() {
        #expect(TaskStatus.allCases.filter(\.isTerminal) == [.success, .failure, .cancel])
    }

    @Test func rawValues_areTheWordsOfTheProtocol() {
        #expect(
            TaskStatus.allCases.map(\.rawValue) == [
                "NOT_START", "SUBMITTED", "MODAL", "IN_PROGRESS", "SUCCESS", "FAILURE", "CANCEL",
            ]
        )
    }
}
