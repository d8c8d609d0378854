package import Domain

/// A checked `POST /mj/submit/imagine`.
package struct ImagineRequest {
    package let prompt: String
    /// The client's own, echoed in the task.
    package let state: String
    package let notifyHook: String
    /// What goes to the channel: every member that the client sent but its `state` and
    /// `notifyHook`, which stay with us.
    package let body: [String: JSONValue]

    package init(_ bytes: [UInt8], maximumPromptLength: Int) throws(Problem) {
        let object = try JSONObject(bytes)
        prompt = Self.trimmed(try object.optionalString("prompt") ?? "")
        guard !prompt.isEmpty else { throw .contract(code: 4, .contract("prompt不能为空")) }
        guard prompt.utf8.count <= maximumPromptLength else {
            throw .contract(code: 4, .promptTooLong(limit: maximumPromptLength))
        }
        try Self.checkPictures(object.members["base64Array"])
        state = try object.optionalString("state") ?? ""
        guard state.unicodeScalars.count <= 255 else {
            throw .contract(code: 4, .contract("State参数过长，最大255字符"))
        }
        notifyHook = Self.trimmed(try object.optionalString("notifyHook") ?? "")
        try Self.checkHook(notifyHook)

        var body = object.members
        body["state"] = nil
        body["notifyHook"] = nil
        body["prompt"] = .string(prompt)
        self.body = body
    }

    private static func checkPictures(_ value: JSONValue?) throws(Problem) {
        switch value {
        case nil, .null: return
        case .array(let elements):
            guard elements.allSatisfy({ $0.string.map(DataURL.isValid) ?? false }) else {
                throw .contract(code: 4, .contract("base64格式错误"))
            }
        default: throw .contract(code: 4, .contract("base64格式错误"))
        }
    }

    private static func checkHook(_ hook: String) throws(Problem) {
        guard !hook.isEmpty else { return }
        guard hook.unicodeScalars.count <= 2000 else {
            throw .contract(code: 4, .contract("NotifyHook参数过长，最大2000字符"))
        }
        let scheme = hook.prefix(8).lowercased()
        let hostStart: String.Index? =
            if scheme.hasPrefix("http://") {
                hook.index(hook.startIndex, offsetBy: 7)
            } else {
                scheme == "https://" ? hook.index(hook.startIndex, offsetBy: 8) : nil
            }
        // Spaces and control characters would end up in a request line.
        let isClean = hook.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isClean, let hostStart, let host = hook[hostStart...].first,
            host.isLetter || host.isNumber || host == "["
        else {
            throw .contract(code: 4, .invalidParameter(name: "notifyHook", .webAddress))
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...].drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
