import Domain

/// The members of a body that is a JSON object.
struct JSONObject: Sendable {
    var members: [String: JSONValue]

    /// Far more than any request has, and few enough that a body takes no more memory in pieces
    /// than as it came.
    private static let maximumValues = 16_384

    init(_ body: [UInt8]) throws(Problem) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(body, maximumValues: Self.maximumValues)
        } catch {
            guard !error.hasTooManyValues else {
                throw Problem(status: 400, message: .tooManyValues(limit: Self.maximumValues))
            }
            throw Problem(status: 400, message: .bodyNotJSON)
        }
        guard let members = value.object else {
            throw Problem(status: 400, message: .bodyNotObject)
        }
        self.members = members
    }

    /// A text that may be missing or null; code 4 when it is something else.
    func optionalString(_ name: String) throws(Problem) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text):
            guard !text.utf8.contains(0) else {
                throw .contract(code: 4, .invalidParameter(name: name, .withoutNUL))
            }
            return text
        default: throw .contract(code: 4, .invalidParameter(name: name, .string))
        }
    }

    /// A text without the white space around it; empty when it is missing or null.
    func text(_ name: String) throws(Problem) -> String {
        (try optionalString(name) ?? "").trimmed
    }

    /// The same for an id, which one client sends as a number.
    func id(_ name: String) throws(Problem) -> String {
        if let number = members[name]?.integer { return String(number) }
        return try text(name)
    }

    /// One of these words, else missing or null.
    func check(_ name: String, isOneOf words: [String]) throws(Problem) {
        guard let word = try optionalString(name), !word.isEmpty else { return }
        guard words.contains(word) else {
            throw .contract(code: 4, .invalidParameter(name: name, .oneOf(words)))
        }
    }

    /// One of these numbers, else missing or null.
    func check(_ name: String, isOneOf numbers: [Int64]) throws(Problem) {
        guard let value = members[name], value != .null else { return }
        guard let number = value.integer, numbers.contains(number) else {
            throw .contract(
                code: 4,
                .invalidParameter(name: name, .oneOf(numbers.map(String.init)))
            )
        }
    }

    /// True or false, else missing or null.
    func checkFlag(_ name: String) throws(Problem) {
        switch members[name] {
        case nil, .null, .bool: return
        default: throw .contract(code: 4, .invalidParameter(name: name, .flag))
        }
    }

    /// The members of an object within; empty when it is missing or null.
    func object(_ name: String) throws(Problem) -> [String: JSONValue] {
        switch members[name] {
        case nil, .null: return [:]
        case .object(let members): return members
        default: throw .contract(code: 4, .invalidParameter(name: name, .object))
        }
    }
}

extension String {
    /// Without the white space around it.
    var trimmed: String {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
