import Domain
import FastCGI
import Storage
import Upstream

@testable import TaskAPI

/// Sends a submit through a relay part of its own, on a thread of its own.
func submit(
    _ body: String,
    to path: String = "/mj/submit/imagine",
    token: String = "sk-user",
    method: String = "POST",
    _ api: TestAPI,
    configure: (inout TaskAPIConfiguration) -> Void = { _ in }
) async throws -> TestAnswer {
    let client = SubmitClient(configuration: .init())
    var configuration = api.services.configuration
    configure(&configuration)
    let services = Application.Services(
        configuration: configuration,
        hotState: api.services.hotState,
        versions: api.versions,
        store: api.store,
        channels: client,
        logger: api.services.logger
    )
    return await blocking {
        let request = FastCGIRequest(
            parameters: [
                "REQUEST_METHOD": method, "DOCUMENT_URI": path,
                "HTTP_AUTHORIZATION": "Bearer " + token,
            ],
            body: Array(body.utf8)
        )
        return TestAnswer(Application(part: .relay, services: services).respond(to: request))
    }
}

extension TestAPI {
    /// Makes `scripted` the only channel that takes new tasks.
    func use(_ scripted: ScriptedChannel) throws {
        try store.setChannelStatus(.disabled, id: channel.id)
        _ = try store.addChannel(
            name: "scripted",
            baseURL: "http://127.0.0.1:\(scripted.port)",
            secret: "of-the-channel",
            priority: 0
        )
    }

    /// The user's newest task.
    func newestTask() throws -> MidjourneyTask? {
        try store.page(ListQuery(scope: .user(user.id))).tasks.first
    }

    /// What the user has left.
    func quota() throws -> Int64 {
        try store.user(named: user.name).quota
    }
}
