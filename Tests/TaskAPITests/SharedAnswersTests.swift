import Foundation
import Synchronization
import TestSupport
import Testing

@testable import TaskAPI

struct SharedAnswersTests {
    /// Two threads with the same question, of which the first waits for leave to answer it.
    private final class Asking: Sendable {
        let shared = SharedAnswers(limit: 1)
        let questions = Atomic(0)
        let mayAnswer = Atomic(false)
        /// Of the second thread.
        let number = Atomic(0)

        func askFirst() -> SubmitReply? {
            shared.answer(to: "17") {
                questions.add(1, ordering: .relaxed)
                try? waitUntil("leave to answer") { mayAnswer.load(ordering: .acquiring) }
                return SubmitReply(code: 1, description: "first", result: "7")
            }
        }

        func askSecond() -> SubmitReply? {
            // proc(5): a link to `<process>/task/<thread>`.
            let link = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/thread-self"
            )
            let own = link?.split(separator: "/").last.flatMap { Int($0) } ?? 0
            number.store(own, ordering: .relaxed)
            return shared.answer(to: "17") {
                questions.add(1, ordering: .relaxed)
                return SubmitReply(code: 9, description: "second")
            }
        }

        /// proc(5): the state follows the name in parentheses.
        func secondIsAsleep() -> Bool {
            let path = "/proc/self/task/\(number.load(ordering: .relaxed))/stat"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.split(separator: ")").last?.hasPrefix(" S") == true
        }
    }

    @Test func threadsThatAskTheSame_shareOneAnswer_asManyAsMayWait() async throws {
        let asking = Asking()
        async let first = blocking { asking.askFirst() }
        try waitUntil("the question") { asking.questions.load(ordering: .relaxed) == 1 }
        async let second = blocking { asking.askSecond() }
        try waitUntil("the second one to wait") { asking.secondIsAsleep() }

        let other = asking.shared.answer(to: "18") { SubmitReply(code: 1, description: "other") }
        let third = asking.shared.answer(to: "17") { SubmitReply(code: 1, description: "third") }
        asking.mayAnswer.store(true, ordering: .releasing)

        #expect(await first?.result == "7")
        #expect(await second?.result == "7")
        // One waits already, which is as many as may.
        #expect(third == nil)
        #expect(other?.description == "other")
        #expect(asking.questions.load(ordering: .relaxed) == 1)
    }

    @Test func whoAsksLater_asksAnew() {
        let shared = SharedAnswers()

        let first = shared.answer(to: "17") { SubmitReply(code: 9, description: "no") }
        let second = shared.answer(to: "17") { SubmitReply(code: 1, description: "yes") }

        #expect(first?.code == 9)
        #expect(second?.code == 1)
    }
}
