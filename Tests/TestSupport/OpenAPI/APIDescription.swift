package import Domain
import Foundation

/// An OpenAPI description, as a judge of answers: the shipped one is `nginx/openapi.json`.
package struct APIDescription: Sendable {
    package struct Operation: Hashable, Sendable, CustomStringConvertible {
        package var method: String
        /// As in the description, with `{id}`.
        package var path: String

        package init(_ method: String, _ path: String) {
            self.method = method
            self.path = path
        }

        package var description: String { "\(method) \(path)" }
    }

    private let document: JSONValue
    private let paths: [String: JSONValue]
    /// First segments that stand for a speed mode, below which `/mj` is repeated.
    private let modes: Set<String>

    package init(_ document: JSONValue) {
        self.document = document
        paths = document["paths"]?.object ?? [:]
        let variables = document["servers"]?.array?.compactMap { $0["variables"]?["mode"] }
        modes = Set(variables?.first?["enum"]?.array?.compactMap(\.string) ?? [])
    }

    /// The one that is installed; null, which describes nothing, if it cannot be read.
    package static let shipped = APIDescription(
        (try? JSONValue.parse(Array(Data(contentsOf: shippedFile)))) ?? .null
    )

    private static let shippedFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("nginx/openapi.json")

    package var operations: Set<Operation> {
        Set(
            paths.flatMap { path, item in
                (item.object ?? [:]).keys.filter(Self.methods.contains)
                    .map { Operation($0.uppercased(), path) }
            }
        )
    }

    private static let methods: Set<String> = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ]

    /// What is wrong with an answer, in words; nothing for one that is as described.
    ///
    /// - Parameter path: Of the request: encoded, without the query.
    package func problems(
        method: String,
        path: String,
        status: Int,
        contentType: String?,
        body: [UInt8]
    ) -> [String] {
        let name = "\(method) \(path) → \(status)"
        // Whatever else the server has may look as it likes, but must not take our place.
        guard isOurs(path) else {
            return (200..<300).contains(status) ? ["\(name): not described"] : []
        }
        do {
            guard let response = try response(to: method, path, status) else {
                return ["\(name): not described"]
            }
            return try problems(
                with: body,
                contentType,
                isBodyLess: method == "HEAD" || status == 304 || status == 204,
                response
            ).map { "\(name): \($0)" }
        } catch {
            return ["\(name): \(error)"]
        }
    }

    private func isOurs(_ path: String) -> Bool {
        let roots = ["/mj", "/api/mj"] + modes.map { "/\($0)/mj" }
        return roots.contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// The response object for a status, or what holds where nothing is described.
    private func response(to method: String, _ path: String, _ status: Int) throws -> JSONValue? {
        // What a browser asks first is answered alike everywhere.
        if method == "OPTIONS", status == 204 { return .object([:]) }
        guard let item = item(at: path) else {
            // Nothing at this path, and some requests are refused before anybody looks at it.
            return [400, 404, 405, 414].contains(status) ? refusal(of: path) : nil
        }
        guard let operation = item[method == "HEAD" ? "get" : method.lowercased()] else {
            // Or nginx refuses the method itself.
            return status == 405 ? refusal(of: path) : nil
        }
        guard var response = operation["responses"]?[String(status)] else { return nil }
        if let reference = response["$ref"]?.string {
            response = try JSONSchema(document: document).resolve(reference)
        }
        return response
    }

    /// An error in the form of the part of the API that the path belongs to.
    private func refusal(of path: String) -> JSONValue {
        let schema = path.hasPrefix("/api/") ? "ApiRefusal" : "Refusal"
        let reference = JSONValue.object(["$ref": .string("#/components/schemas/\(schema)")])
        return .object(["content": .object(["application/json": .object(["schema": reference])])])
    }

    private func problems(
        with body: [UInt8],
        _ contentType: String?,
        isBodyLess: Bool,
        _ response: JSONValue
    ) throws -> [String] {
        if isBodyLess { return body.isEmpty ? [] : ["has a body"] }
        guard let content = response["content"]?.object else {
            return body.isEmpty ? [] : ["has a body"]
        }
        let type = contentType.map { String($0.prefix { $0 != ";" }).lowercased() } ?? ""
        let family = String(type.prefix { $0 != "/" }) + "/*"
        guard let media = content[type] ?? content[family] else {
            return ["content type “\(type)” is not described"]
        }
        guard type == "application/json" else { return [] }
        guard let value = try? JSONValue.parse(body) else { return ["is no JSON"] }
        return try JSONSchema(document: document)
            .violations(of: value, against: media["schema"] ?? .bool(true)).map(\.description)
    }

    private func item(at path: String) -> JSONValue? {
        var path = path[...]
        if path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        if let mode = path.dropFirst().split(separator: "/").first, modes.contains(String(mode)) {
            path = path.dropFirst(mode.count + 1)
            // Only what is not served at the root alone.
            guard paths[String(path)]?["servers"] == nil, path.hasPrefix("/mj/") else { return nil }
        }
        if let exact = paths[String(path)] { return exact }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        return paths.first { template, _ in
            let parts = template.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count == segments.count
                && zip(parts, segments).allSatisfy { part, segment in
                    part.hasPrefix("{") ? !segment.isEmpty : part == segment
                }
        }?.value
    }
}

extension APIDescription {
    /// Examples of bodies, in the whole description, that are not what their schema says.
    package func wrongExamples() throws -> [String] {
        try wrongExamples(in: document, at: "")
    }

    private func wrongExamples(in value: JSONValue, at place: String) throws -> [String] {
        switch value {
        case .array(let elements):
            return try elements.enumerated().flatMap {
                try wrongExamples(in: $1, at: "\(place)/\($0)")
            }
        case .object(let members):
            var wrong = try members.sorted { $0.key < $1.key }.flatMap {
                try wrongExamples(in: $1, at: "\(place)/\($0)")
            }
            // A media type object: https://spec.openapis.org/oas/v3.1.0#media-type-object
            guard let schema = members["schema"] else { return wrong }
            let named = members["examples"]?.object?.values.compactMap { $0["value"] } ?? []
            for example in named + (members["example"].map { [$0] } ?? []) {
                wrong += try JSONSchema(document: document)
                    .violations(of: example, against: schema).map { "\(place): \($0)" }
            }
            return wrong
        default: return []
        }
    }
}
