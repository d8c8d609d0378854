import Domain
import Synchronization
import TestSupport

/// A channel that says nothing but what the published description shows.
final class DocumentedChannel: Sendable {
    private let script: Script
    let server: ScriptedServer

    init() {
        let script = Script()
        self.script = script
        server = ScriptedServer { script.reply(to: $0) }
    }

    /// What submits are answered from now on.
    func answerSubmits(_ json: String) { script.submitAnswer.withLock { $0 = json } }

    /// The task that it has from now on, under whatever id it is asked for.
    func show(_ json: String) {
        let task = (try? JSONValue.parse(Array(json.utf8))) ?? .null
        script.task.withLock { $0 = task }
    }

    /// The bodies that came for a route.
    func bodies(of route: String) -> [JSONValue] {
        server.requests.filter { $0.path == route }.map { request in
            (try? JSONValue.parse(Array(request.body.utf8))) ?? .null
        }
    }
}

private final class Script: Sendable {
    let submitAnswer = Mutex(DocumentedExample.acceptedAnswer)
    let task = Mutex(JSONValue.null)

    func reply(to request: ScriptedServer.Request) -> ScriptedServer.Reply {
        if request.path.hasSuffix("/image-seed") { return .answer(DocumentedExample.seedAnswer) }
        if request.path.hasSuffix("/list-by-condition") {
            let body = (try? JSONValue.parse(Array(request.body.utf8))) ?? .null
            let tasks = (body["ids"]?.array ?? []).compactMap { taskJSON(id: $0) }
            return .answer(String(decoding: JSONValue.array(tasks).bytes(), as: UTF8.self))
        }
        if request.method == "POST" { return .answer(submitAnswer.withLock { $0 }) }
        return .answer("[]")
    }

    private func taskJSON(id: JSONValue) -> JSONValue? {
        guard var members = task.withLock({ $0 }).object else { return nil }
        members["id"] = id
        return .object(members)
    }
}
