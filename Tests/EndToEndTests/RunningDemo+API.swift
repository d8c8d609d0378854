import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// An answer as a client of the API sees it.
struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    func header(_ name: String) -> String? { headers.first(name: name) }

    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue.parse(bytes)) ?? .null }
}

/// A submit that was not accepted.
struct NotAccepted: Error {
    let status: Int
    let body: String
}

extension RunningDemo {
    /// Sends a request, and holds the answer against the description of the API.
    func send(
        _ method: String,
        _ path: String,
        token: String? = nil,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let url = path.hasPrefix("http") ? path : self["BASE_URL"] + path
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(90))
        let content = try await response.body.collect(upTo: 64 << 20)
        let answer = Answer(
            status: Int(response.status.code),
            headers: response.headers,
            bytes: Array(content.readableBytesView)
        )
        if url.hasPrefix(self["BASE_URL"] + "/") {
            let target = url.dropFirst(self["BASE_URL"].count).prefix { $0 != "?" }
            let problems = APIDescription.shipped.problems(
                method: method,
                path: String(target),
                status: answer.status,
                contentType: answer.header("Content-Type"),
                body: answer.bytes
            )
            #expect(problems == [], sourceLocation: sourceLocation)
        }
        return answer
    }

    func get(_ path: String, token: String? = nil, headers: [(String, String)] = [])
        async throws -> Answer
    {
        try await send("GET", path, token: token, headers: headers)
    }

    /// Of a GET outside of the API.
    func status(of path: String) async throws -> Int {
        let request = HTTPClientRequest(url: self["BASE_URL"] + path)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return Int(response.status.code)
    }

    /// A page of the demo user's list.
    func list(_ query: String = "") async throws -> Answer {
        try await get("/api/mj/self\(query)", token: self["ACCESS_TOKEN"])
    }

    func fetch(_ id: String) async throws -> Answer {
        try await get("/mj/task/\(id)/fetch", token: self["API_KEY"])
    }

    /// - Returns: the id of an accepted task (codes 1, 21 and 22).
    func submit(_ prompt: String, key: String? = nil) async throws -> String {
        let body = JSONValue.object(["prompt": .string(prompt)]).bytes()
        let answer = try await send(
            "POST",
            "/mj/submit/imagine",
            token: key ?? self["API_KEY"],
            body: body
        )
        guard answer.status == 200, let code = answer.json["code"]?.integer,
            [1, 21, 22].contains(code), let id = answer.json["result"]?.string
        else {
            throw NotAccepted(
                status: answer.status,
                body: String(decoding: answer.bytes, as: UTF8.self)
            )
        }
        return id
    }

    /// The tasks there are among `ids`, by id.
    func tasks(_ ids: [String]) async throws -> [String: JSONValue] {
        let body = JSONValue.object(["ids": .array(ids.map { .string($0) })]).bytes()
        let answer = try await send(
            "POST",
            "/mj/task/list-by-condition",
            token: self["API_KEY"],
            body: body
        )
        guard answer.status == 200, let tasks = answer.json.array else {
            throw NotAccepted(
                status: answer.status,
                body: String(decoding: answer.bytes, as: UTF8.self)
            )
        }
        let pairs = tasks.compactMap { task in task["id"]?.string.map { ($0, task) } }
        return Dictionary(pairs) { first, _ in first }
    }
}
