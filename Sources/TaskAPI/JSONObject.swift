import Domain

/// The members of a body that is a JSON object.
struct JSONObject {
    var members: [String: JSONValue]

    init(_ body: [UInt8]) throws(Problem) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(body)
        } catch {
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
}
