import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// A client of the running demo.
struct Demo {
    struct Answer {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]
    }

    let process: DemoUpstreamProcess

    static func run(
        _ arguments: [String] = [],
        _ body: (Demo) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let process = try DemoUpstreamProcess(directory: directory, arguments: arguments)
            defer { process.stop() }
            try await body(Demo(process: process))
        }
    }

    var base: String { process.baseURL }

    func send(
        _ method: HTTPMethod,
        _ url: String,
        _ body: String? = nil,
        _ headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            if headers["content-type"] == nil {
                request.headers.add(name: "content-type", value: "application/json")
            }
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: Array(bytes.readableBytesView)
        )
    }

    func get(_ url: String) async throws -> Answer { try await send(.GET, url) }

    func json(_ method: HTTPMethod, _ url: String, _ body: String? = nil) async throws -> JSONValue
    {
        let answer = try await send(method, url, body)
        return try JSONValue.parse(answer.body)
    }

    func imagine(_ body: String) async throws -> JSONValue {
        try await json(.POST, base + "/mj/submit/imagine", body)
    }

    func fetch(_ id: String) async throws -> JSONValue {
        try await json(.GET, base + "/mj/task/\(id)/fetch")
    }

    func control(
        _ method: HTTPMethod,
        _ path: String,
        _ body: String? = nil
    ) async throws -> JSONValue {
        try await json(method, process.controlURL + path, body)
    }

    func submit(_ path: String, _ body: String) async throws -> JSONValue {
        try await json(.POST, base + "/mj/" + path, body)
    }

    func advance(_ milliseconds: Int = 1_000_000) async throws {
        _ = try await control(.POST, "/clock", #"{"advance":\#(milliseconds)}"#)
    }

    /// The id of a finished picture.
    func grid(_ prompt: String = "cat") async throws -> String {
        let id = try #require(try await imagine(#"{"prompt":"\#(prompt)"}"#)["result"]?.string)
        try await advance()
        return id
    }
}
