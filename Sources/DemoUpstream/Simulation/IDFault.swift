import Domain

/// What is odd about the id that a submit answers.
enum IDFault: String, CaseIterable, Sendable {
    /// That of the task before, which is overwritten.
    case duplicate = "duplicateId"
    /// A JSON number.
    case numeric = "numericId"
    /// 17 digits.
    case long = "longId"
    case leadingZero = "leadingZeroId"
    case missing = "missingResult"
    case null = "nullResult"

    func id(_ natural: Int64, last: String?) -> String {
        switch self {
        case .duplicate: last ?? String(natural)
        case .long: "1\(natural)"
        case .leadingZero: "0\(String(natural).dropFirst())"
        case .numeric, .missing, .null: String(natural)
        }
    }

    func answer(_ answer: JSONValue) -> JSONValue {
        guard case .object(var members) = answer, let id = members["result"]?.string else {
            return answer
        }
        switch self {
        case .numeric: members["result"] = Int64(id).map(JSONValue.integer)
        case .missing: members["result"] = nil
        case .null: members["result"] = .null
        case .duplicate, .long, .leadingZero: break
        }
        return .object(members)
    }
}
