import Domain
import FastCGI
import Logging
import Storage
import TestSupport
import Upstream

@testable import TaskAPI

extension TestAPI {
    /// A relay part, for requests that wait for no channel.
    var relay: Application {
        var services = services
        services.channels = SubmitClient(configuration: .init())
        return Application(part: .relay, services: services)
    }

    /// A request for an endpoint that is called directly.
    func request(_ method: String, token: String = "sk-user") -> Request {
        Request(
            FastCGIRequest(parameters: [
                "REQUEST_METHOD": method, "HTTP_AUTHORIZATION": "Bearer " + token,
            ])
        )
    }

    func addTask(details: TaskDetails) throws -> MidjourneyTask {
        let identity = try identity()
        let outcome = try store.accept([
            NewTask(
                userID: identity.userID,
                tokenID: identity.tokenID,
                channelID: channel.id,
                action: .imagine,
                prompt: "a cat",
                details: details
            )
        ])
        guard case .accepted(let tasks) = outcome, let task = tasks.first else { throw Missing() }
        return task
    }

    /// Ends a task in success as the poller does, with properties of the channel's.
    func finish(_ task: MidjourneyTask, properties: String) async throws {
        let state = TaskCheckpoint(
            mjID: task.mjID,
            userID: task.userID,
            status: .success,
            progress: .complete,
            promptEn: "",
            startTime: 0
        )
        _ = try await store.finish([
            TaskEnding(
                state: state,
                finishTime: task.submitTime + 1000,
                picture: .none,
                properties: properties
            )
        ])
    }
}
