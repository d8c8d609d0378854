import Domain
import Foundation
import TestSupport
import Testing

/// A client that draws: submits, waits, and presses the buttons of what came out.
struct Flow {
    let demo: RunningDemo
    /// In front of `/mj`, such as `/fast`.
    var prefix = ""
    /// Whose tasks they are; nil: the demo user's.
    var key: String?

    private var token: String { key ?? demo["API_KEY"] }

    // MARK: Submits

    func post(_ route: String, _ body: [String: JSONValue]) async throws -> Answer {
        try await demo.send(
            "POST",
            prefix + "/mj/" + route,
            token: token,
            body: JSONValue.object(body).bytes()
        )
    }

    /// - Returns: the id of a task that was accepted, with one of `codes`.
    func submit(
        _ route: String,
        _ body: [String: JSONValue],
        codes: Set<Int64> = [1, 22]
    ) async throws -> String {
        let answer = try await post(route, body)
        guard answer.status == 200, let code = answer.json["code"]?.integer, codes.contains(code),
            let id = answer.json["result"]?.string, answer.json["properties"]?.object != nil
        else {
            throw NotAccepted(
                status: answer.status,
                body: String(decoding: answer.bytes, as: UTF8.self)
            )
        }
        return id
    }

    /// Presses the button of `task` whose customId begins like this.
    func press(
        _ button: String,
        of task: JSONValue,
        codes: Set<Int64> = [1, 22]
    ) async throws -> String {
        try await submit(
            "submit/action",
            [
                "taskId": .string(try #require(task["id"]?.string)),
                "customId": .string(try customID(button, of: task)),
            ],
            codes: codes
        )
    }

    func customID(_ prefix: String, of task: JSONValue) throws -> String {
        let ids = (task["buttons"]?.array ?? []).compactMap { $0["customId"]?.string }
        return try #require(ids.first { $0.hasPrefix(prefix) }, "\(prefix) among \(ids)")
    }

    // MARK: Reads

    func fetch(_ id: String) async throws -> JSONValue {
        let answer = try await demo.get("\(prefix)/mj/task/\(id)/fetch", token: token)
        #expect(answer.status == 200)
        return answer.json
    }

    /// The task, when it has come to `status`.
    func wait(
        for id: String,
        _ status: String = "SUCCESS",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        var task = JSONValue.null
        try await waitUntil("\(id) to be \(status)", timeout: .seconds(60)) {
            task = try await fetch(id)
            let now = task["status"]?.string ?? ""
            return now == status || TaskWatcher.terminal.contains(now)
        }
        #expect(
            task["status"]?.string == status,
            "\(task["failReason"] ?? .null)",
            sourceLocation: sourceLocation
        )
        return task
    }

    /// Submits, and waits until it is drawn.
    func draw(
        _ route: String = "submit/imagine",
        _ body: [String: JSONValue] = ["prompt": "a cat"]
    ) async throws -> JSONValue {
        try await wait(for: try await submit(route, body))
    }

    /// What the user has and has spent.
    func balance() throws -> Balance { try demo.balance() }
}

/// A picture of one pixel, as clients send them.
let pixel =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
/// Another one.
let otherPixel =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
