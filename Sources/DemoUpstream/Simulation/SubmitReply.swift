import Domain

/// What a submit answers, before a profile puts it into its words.
enum SubmitReply: Equatable, Sendable {
    case accepted(id: String, account: String, ahead: Int)
    /// Several tasks for one submit.
    case acceptedAll(ids: [String])
    /// The task asks something first.
    case modal(id: String, account: String, finalPrompt: String)
    /// Done, and no task of it.
    case noted(id: String)
    /// Paths below that of the pictures.
    case uploaded([String])
    case full(id: String, account: String)
    case noAccount
    /// The account that a follow-up is bound to takes nothing.
    case accountGone(String)
    case parentMissing
    case banned(promptEn: String, word: String)
    case refused(code: Int64, String)
}

extension SubmitReply {
    func status(_ profile: Profile) -> Int {
        self == .parentMissing ? profile.missingParentStatus : 200
    }

    /// - Parameter pictures: where uploads can be had.
    func json(_ profile: Profile, pictures: String = "") -> JSONValue {
        switch self {
        case .accepted(let id, let account, 0):
            return Envelope(1, "提交成功", id, profile.properties(account)).json
        case .accepted(let id, let account, let ahead):
            var properties = profile.properties(account)
            properties["numberOfQueues"] = .integer(Int64(ahead))
            return Envelope(22, "排队中，前面还有\(ahead)个任务", id, properties).json
        case .acceptedAll(let ids):
            return Envelope(1, "成功", ids.joined(separator: ",")).json
        case .modal(let id, let account, let finalPrompt):
            return profile.modal(id, account, finalPrompt).json
        case .noted(let id):
            return Envelope(1, "成功", id).json
        case .uploaded(let paths):
            let urls = paths.map { JSONValue.string("\(pictures)/\($0)") }
            return Envelope(code: 1, description: "提交成功", result: .array(urls)).json
        case .full(let id, let account):
            return profile.full(id, account).json
        case .noAccount:
            return Envelope(3, "无可用的账号实例").json
        case .accountGone(let account):
            return Envelope(3, profile.accountGone(account)).json
        case .parentMissing:
            return Envelope(3, "关联任务不存在或已失效").json
        case .banned(let promptEn, let word):
            let properties = ["promptEn": promptEn, "bannedWord": word]
            return Envelope(24, "可能包含敏感词", nil, properties.mapValues(JSONValue.string)).json
        case .refused(let code, let description):
            return Envelope(code, description).json
        }
    }
}

/// `{code, description, result, properties}`: nulls are sent, and properties unless they are nil.
struct Envelope {
    var code: Int64
    var description: String
    var result = JSONValue.null
    var properties: [String: JSONValue]? = [:]

    init(code: Int64, description: String, result: JSONValue) {
        (self.code, self.description, self.result) = (code, description, result)
    }

    init(
        _ code: Int64,
        _ description: String,
        _ result: String? = nil,
        _ properties: [String: JSONValue]? = [:]
    ) {
        self.init(code: code, description: description, result: .orNull(result))
        self.properties = properties
    }

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "code": .integer(code), "description": .string(description), "result": result,
        ]
        members["properties"] = properties.map(JSONValue.object)
        return .object(members)
    }
}
