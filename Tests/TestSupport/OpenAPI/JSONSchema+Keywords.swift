import Domain

/// The keywords, each as its section of the draft says:
/// https://json-schema.org/draft/2020-12/json-schema-validation and …/json-schema-core.
extension JSONSchema {
    func identity(of value: JSONValue, _ keyword: String, _ rule: JSONValue) throws -> [String] {
        switch (keyword, rule) {
        case ("type", .string(let name)):
            return try value.is(name) ? [] : ["is not of the type \(name)"]
        case ("type", .array(let names)):
            let fits = try names.contains { try value.is($0.string ?? "") }
            return fits ? [] : ["is of none of its types"]
        case ("enum", .array(let values)):
            return values.contains(value) ? [] : ["is none of the values of its enum"]
        case ("const", _):
            return value == rule ? [] : ["is not its constant"]
        default: throw SchemaError.badSchema(keyword)
        }
    }

    func combination(
        _ value: JSONValue,
        _ keyword: String,
        _ rule: JSONValue,
        _ siblings: [String: JSONValue],
        _ place: String
    ) throws -> [Violation] {
        switch (keyword, rule) {
        case ("allOf", .array(let schemas)):
            return try schemas.flatMap { try violations(of: value, against: $0, at: place) }
        case ("anyOf", .array(let schemas)), ("oneOf", .array(let schemas)):
            let fitting = try schemas.filter { try fits(value, $0) }.count
            let holds = keyword == "anyOf" ? fitting > 0 : fitting == 1
            let reason = "fits \(fitting) of the \(schemas.count) schemas of its \(keyword)"
            return holds ? [] : [Violation(place: place, reason: reason)]
        case ("not", _):
            return try fits(value, rule)
                ? [Violation(place: place, reason: "is what it must not be")] : []
        case ("if", _):
            let branch = try siblings[fits(value, rule) ? "then" : "else"]
            return try branch.map { try violations(of: value, against: $0, at: place) } ?? []
        case ("then", _), ("else", _):
            guard siblings["if"] != nil else { throw SchemaError.badSchema(keyword) }
            return []
        default: throw SchemaError.badSchema(keyword)
        }
    }

    private func fits(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        try violations(of: value, against: schema).isEmpty
    }

    func check(
        members: [String: JSONValue],
        _ keyword: String,
        _ rule: JSONValue,
        _ siblings: [String: JSONValue],
        _ place: String
    ) throws -> [Violation] {
        switch (keyword, rule) {
        case ("properties", .object(let schemas)):
            return try schemas.sorted { $0.key < $1.key }.flatMap { name, schema in
                try members[name].map {
                    try violations(of: $0, against: schema, at: "\(place)/\(name)")
                } ?? []
            }
        case ("required", .array(let names)):
            return names.compactMap(\.string).filter { members[$0] == nil }
                .map { Violation(place: "\(place)/\($0)", reason: "is missing") }
        case ("additionalProperties", _):
            let known = siblings["properties"]?.object ?? [:]
            return try members.filter { known[$0.key] == nil }.sorted { $0.key < $1.key }
                .flatMap { try violations(of: $1, against: rule, at: "\(place)/\($0)") }
        case ("minProperties", .integer(let limit)):
            return members.count >= limit
                ? [] : [Violation(place: place, reason: "has less than \(limit) members")]
        case ("maxProperties", .integer(let limit)):
            return members.count <= limit
                ? [] : [Violation(place: place, reason: "has more than \(limit) members")]
        default: throw SchemaError.badSchema(keyword)
        }
    }

    func check(
        elements: [JSONValue],
        _ keyword: String,
        _ rule: JSONValue,
        _ place: String
    ) throws -> [Violation] {
        let reason: String
        switch (keyword, rule) {
        case ("items", _):
            return try elements.enumerated().flatMap { index, element in
                try violations(of: element, against: rule, at: "\(place)/\(index)")
            }
        case ("minItems", .integer(let limit)):
            guard elements.count < limit else { return [] }
            reason = "has less than \(limit) elements"
        case ("maxItems", .integer(let limit)):
            guard elements.count > limit else { return [] }
            reason = "has more than \(limit) elements"
        case ("uniqueItems", .bool(let isUnique)):
            let texts = Set(elements.map { $0.bytes() })
            guard isUnique, texts.count < elements.count else { return [] }
            reason = "has equal elements"
        default: throw SchemaError.badSchema(keyword)
        }
        return [Violation(place: place, reason: reason)]
    }

    func check(text: String, _ keyword: String, _ rule: JSONValue) throws -> [String] {
        switch (keyword, rule) {
        // Lengths count characters as Unicode does, not as Swift.
        case ("minLength", .integer(let limit)):
            return text.unicodeScalars.count >= limit ? [] : ["is shorter than \(limit)"]
        case ("maxLength", .integer(let limit)):
            return text.unicodeScalars.count <= limit ? [] : ["is longer than \(limit)"]
        case ("pattern", .string(let pattern)):
            let expression = try Regex(pattern).matchingSemantics(.unicodeScalar)
            return try expression.firstMatch(in: text) != nil
                ? [] : ["does not match \(pattern)"]
        default: throw SchemaError.badSchema(keyword)
        }
    }
}

extension JSONValue {
    fileprivate func `is`(_ type: String) throws -> Bool {
        switch type {
        case "null": self == .null
        case "boolean": if case .bool = self { true } else { false }
        // 1.0 is an integer, too.
        case "integer": integer != nil
        case "number": double != nil
        case "string": string != nil
        case "array": array != nil
        case "object": object != nil
        default: throw JSONSchema.SchemaError.badSchema("type \(type)")
        }
    }
}
