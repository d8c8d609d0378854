package import Domain
import Upstream

/// What a client is told of its submit: midjourney-proxy's envelope, in the one dialect we speak.
package struct SubmitReply: Equatable {
    package var code: Int
    package var description: String
    /// Our id: with codes 1, 21 and 22, and with 23 where a channel said it.
    package var result: String?
    /// Of an upload, instead of an id.
    package var urls: [String]?
    package var properties: [String: JSONValue] = [:]

    /// The task is surely ours and paid for, but whether the channel has it is not known yet: the
    /// poller finds out, and ends the task if it cannot. 22 is what every client polls on.
    package static func pending(_ mjID: String) -> SubmitReply {
        SubmitReply(
            code: 22,
            description: "排队中，等待服务确认",
            result: mjID,
            properties: ["numberOfQueues": .integer(0)]
        )
    }

    package static let noChannel = SubmitReply(code: 3, description: "无可用的账号实例")
    /// The request, and not the channel, is at fault: who disables channels on a 3 must not hear one.
    package static let unfit = SubmitReply(code: 4, description: "渠道不接受该请求")
    package static let queueFull = SubmitReply(code: 23, description: "队列已满，请稍后尝试")

    /// The prompt holds a word of the operator's list.
    static func banned(_ word: Substring, prompt: String) -> SubmitReply {
        SubmitReply(
            code: 24,
            description: "可能包含敏感词",
            properties: ["bannedWord": .string(String(word)), "promptEn": .string(prompt)]
        )
    }

    static let uploadLost = SubmitReply(code: 9, description: "上传结果未知，请重新上传")

    /// One request was to make several tasks, and the channel made fewer.
    static let notMade = SubmitReply(code: 9, description: "未返回任务")

    /// Compact, as one consumer searches the text for `"code":22`; `properties` is
    /// always an object.
    package var body: [UInt8] {
        var json = JSONWriter()
        json.write(#"{"code":"#)
        json.write(code)
        json.write(#","description":"#)
        json.write(string: description)
        json.write(#","result":"#)
        if let urls {
            json.write(strings: urls)
        } else if let result {
            json.write(string: result)
        } else {
            json.write("null")
        }
        json.write(#","properties":"#)
        json.write(.object(properties))
        json.write("}")
        return json.bytes
    }

    /// Those of a channel's properties that concern clients. Others hold hooks, nonces and
    /// addresses of the channel.
    package static func shown(_ properties: JSONValue) -> [String: JSONValue] {
        (properties.object ?? [:]).filter { shownNames.contains($0.key) }
    }

    private static let shownNames: Set<String> = [
        "bannedWord", "botType", "discordInstanceId", "finalPrompt", "finalZhPrompt",
        "numberOfQueues", "promptEn", "remix",
    ]
}

extension SubmitReply {
    /// What a client is told of a request that surely was not processed.
    init(refusal error: ChannelError) {
        if case .unfit = error { self = .unfit } else { self = .noChannel }
    }

    init(refusal answer: SubmitAnswer) {
        self.init(
            code: answer.code,
            description: answer.description,
            properties: Self.shown(answer.properties)
        )
    }

    /// In one wording, whatever the channel's is.
    init(queueFull answer: SubmitAnswer) {
        self = .queueFull
        properties = Self.shown(answer.properties)
    }

    /// - Parameter prompt: the task's.
    init(acceptance answer: SubmitAnswer, result: String, prompt: String) {
        self.init(refusal: answer)
        self.result = result
        // Clients fill the dialog that asks for the confirmation with it.
        if code == 21, properties["finalPrompt"]?.string?.isEmpty ?? true {
            properties["finalPrompt"] = .string(prompt)
        }
    }
}
