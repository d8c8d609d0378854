package import Domain

/// Checks values against JSON Schema, as much of draft 2020-12 as an API's description needs.
///
/// A keyword that it does not know is an error and not an annotation: a check that silently is
/// none would be worse than none.
package struct JSONSchema {
    /// What is wrong, and where.
    package struct Violation: Equatable, CustomStringConvertible {
        /// A JSON Pointer (RFC 6901) into the value.
        package var place: String
        package var reason: String

        package var description: String { "\(place.isEmpty ? "the value" : place): \(reason)" }
    }

    package enum SchemaError: Error, Equatable {
        case unknownKeyword(String)
        case badSchema(String)
        case badReference(String)
    }

    /// What `$ref`s point into.
    private let document: JSONValue

    /// Of a schema or the document around it, which say nothing about values.
    private static let annotations: Set<String> = [
        "title", "description", "default", "example", "examples", "format", "deprecated",
        "$comment",
    ]

    package init(document: JSONValue) {
        self.document = document
    }

    /// All violations; none for a value that is as `schema` says.
    package func violations(
        of value: JSONValue,
        against schema: JSONValue,
        at place: String = ""
    ) throws -> [Violation] {
        switch schema {
        case .bool(true): return []
        case .bool(false): return [Violation(place: place, reason: "must not be there")]
        case .object(let keywords):
            var found: [Violation] = []
            for (keyword, rule) in keywords.sorted(by: { $0.key < $1.key }) {
                guard !Self.annotations.contains(keyword) else { continue }
                found += try check(value, keyword, rule, keywords, place)
            }
            return found
        default: throw SchemaError.badSchema("\(schema)")
        }
    }

    /// What a reference such as `#/components/schemas/Task` points to.
    package func resolve(_ reference: String) throws -> JSONValue {
        guard reference.hasPrefix("#") else { throw SchemaError.badReference(reference) }
        var target = document
        for step in reference.dropFirst().split(separator: "/") {
            let name = step.replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = target[String(name)] else { throw SchemaError.badReference(reference) }
            target = next
        }
        return target
    }

    private func check(
        _ value: JSONValue,
        _ keyword: String,
        _ rule: JSONValue,
        _ siblings: [String: JSONValue],
        _ place: String
    ) throws -> [Violation] {
        switch keyword {
        case "$ref":
            guard let reference = rule.string else { throw SchemaError.badSchema(keyword) }
            return try violations(of: value, against: resolve(reference), at: place)
        case "type", "enum", "const":
            return try identity(of: value, keyword, rule).map {
                Violation(place: place, reason: $0)
            }
        case "allOf", "anyOf", "oneOf", "not", "if", "then", "else":
            return try combination(value, keyword, rule, siblings, place)
        case "properties", "required", "additionalProperties", "minProperties", "maxProperties":
            guard case .object(let members) = value else { return [] }
            return try check(members: members, keyword, rule, siblings, place)
        case "items", "minItems", "maxItems", "uniqueItems":
            guard case .array(let elements) = value else { return [] }
            return try check(elements: elements, keyword, rule, place)
        case "minLength", "maxLength", "pattern":
            guard case .string(let text) = value else { return [] }
            return try check(text: text, keyword, rule).map { Violation(place: place, reason: $0) }
        case "minimum", "maximum":
            guard let number = value.double else { return [] }
            guard let limit = rule.double else { throw SchemaError.badSchema(keyword) }
            let holds = keyword == "minimum" ? number >= limit : number <= limit
            return holds ? [] : [Violation(place: place, reason: "\(keyword) is \(limit)")]
        default:
            throw SchemaError.unknownKeyword(keyword)
        }
    }
}

extension JSONValue {
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
