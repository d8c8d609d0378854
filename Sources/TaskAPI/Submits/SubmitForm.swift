package import Domain

/// The body of a submit: the fields that all submits have, checked, and the rest.
package struct SubmitForm: Sendable {
    package struct Limits: Sendable {
        /// In bytes.
        package var promptLength = 32 << 10
        /// Of a picture of a face, in bytes.
        package var faceSize = 10 << 20
    }

    /// As the client wrote it, but for the white space around it; empty: none.
    package let prompt: String
    /// The client's own, echoed in the task.
    package let state: String
    /// Empty: none.
    package let notifyHook: String
    package let mode: SpeedMode?
    /// What the channel may choose from, where the client named several; else empty.
    package let possibleModes: Set<SpeedMode>
    /// In the words of the task object.
    package let botType: String
    package let limits: Limits
    /// What goes to the channel: every member that the client sent but its `state` and
    /// `notifyHook`, which stay with us, and orders to fetch.
    var fields: JSONObject

    package var body: [String: JSONValue] { fields.members }

    /// - Parameter mode: what the path asks for.
    package init(_ bytes: [UInt8], mode path: SpeedMode?, limits: Limits) throws(Problem) {
        fields = try JSONObject(bytes)
        fields.members = MemberNames.spelled(fields.members)
        self.limits = limits
        prompt = try fields.text("prompt")
        guard prompt.utf8.count <= limits.promptLength else {
            throw .contract(code: 4, .promptTooLong(limit: limits.promptLength))
        }
        state = try fields.optionalString("state") ?? ""
        guard state.unicodeScalars.count <= 255 else {
            throw .contract(code: 4, .contract("State参数过长，最大255字符"))
        }
        notifyHook = try fields.text("notifyHook")
        guard notifyHook.unicodeScalars.count <= 2000 else {
            throw .contract(code: 4, .contract("NotifyHook参数过长，最大2000字符"))
        }
        guard notifyHook.isEmpty || WebAddress.isValid(notifyHook) else {
            throw .contract(code: 4, .invalidParameter(name: "notifyHook", .webAddress))
        }
        botType =
            switch try fields.text("botType").lowercased() {
            case "niji", "niji_journey": "NIJI_JOURNEY"
            default: "MID_JOURNEY"
            }
        // One family answers others with its own 400.
        if fields.members["botType"]?.string?.isEmpty == false {
            fields.members["botType"] = .string(botType)
        }
        fields.members["state"] = nil
        fields.members["notifyHook"] = nil
        fields.members["tools"] = Self.withoutFetches(fields.members["tools"])
        (mode, possibleModes) = try Self.choose(path, prompt, &fields)
    }

    /// Finds the speed mode, and lets the channel read nothing else.
    private static func choose(
        _ path: SpeedMode?,
        _ prompt: String,
        _ fields: inout JSONObject
    ) throws(Problem) -> (SpeedMode?, among: Set<SpeedMode>) {
        var filter = MemberNames.spelled(try fields.object("accountFilter"))
        var modes: [SpeedMode] = []
        switch filter["modes"] {
        case nil, .null: break
        case .array(let elements):
            modes = elements.compactMap(\.string).compactMap {
                SpeedMode(rawValue: $0.uppercased())
            }
            // Some channels read numbers and padded words as modes: those that nobody paid for.
            filter["modes"] = .array(modes.map { .string($0.rawValue) })
        default: throw .contract(code: 4, .invalidParameter(name: "modes", .strings))
        }
        let mode = SpeedMode.choice(path: path, filter: modes, prompt: prompt)
        if let path { filter["modes"] = .array([.string(path.rawValue)]) }
        if !filter.isEmpty { fields.members["accountFilter"] = .object(filter) }
        if !prompt.isEmpty {
            fields.members["prompt"] = .string(mode?.withoutContraryFlags(prompt) ?? prompt)
        }
        let named = Set(modes)
        let isOpen = path == nil && named.count > 1
        return (mode, isOpen ? named.union(mode.map { [$0] } ?? []) : [])
    }

    /// One channel takes a tool of this name as an order to fetch a parent from any address that
    /// it is told, and to believe it.
    private static func withoutFetches(_ tools: JSONValue?) -> JSONValue? {
        guard let tools = tools?.array else { return nil }
        let kept = tools.filter { tool in
            guard let members = tool.object else { return false }
            return !members.contains { name, value in
                name.lowercased() == "name"
                    && value.string?.lowercased().contains("get_parent_task") == true
            }
        }
        return kept.isEmpty ? nil : .array(kept)
    }

    /// Code 4 with `text` when there is no prompt.
    func requirePrompt(_ text: String = "prompt不能为空") throws(Problem) {
        // What is left for the channel may be empty where the client's was not.
        let left = fields.members["prompt"]?.string ?? ""
        guard !prompt.isEmpty, !left.isEmpty else { throw .contract(code: 4, .contract(text)) }
    }

    /// The data-URLs of `name`; nil when it is missing or null.
    func dataURLs(_ name: String) throws(Problem) -> [String]? {
        let elements: [JSONValue]
        switch fields.members[name] {
        case nil, .null: return nil
        case .array(let array): elements = array
        default: throw .contract(code: 4, .contract("base64格式错误"))
        }
        let urls = elements.compactMap(\.string).filter(DataURL.isValid)
        guard urls.count == elements.count else {
            throw .contract(code: 4, .contract("base64格式错误"))
        }
        return urls
    }
}
