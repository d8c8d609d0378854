import Domain
import Testing

@testable import TaskAPI

struct VideoRequestTests {
    private func parse(_ more: String) throws(Problem) -> VideoRequest {
        try VideoRequest(SubmitForm(#"{"prompt":"waves"\#(more)}"#))
    }

    @Test(
        arguments: [
            "", #","motion":"high","loop":true,"batchSize":4,"videoType":"vid_1.1_i2v_720""#,
            #","image":"https://example.com/a.png","endImage":"data:image/png;base64,AAAA""#,
            #","motion":"","image":"","base64":"","mode":"fast","index":3"#,
            #","motion":null,"image":null,"loop":null,"batchSize":null,"action":null"#,
        ])
    func documentedFields_areTaken(_ more: String) throws {
        #expect(try parse(more).description(of: "7") == "/video waves")
    }

    @Test(
        arguments: [
            (#","motion":"auto""#, "motion: must be one of low, high"),
            (#","motion":1"#, "motion: must be a string"),
            (#","image":"x y""#, "base64格式错误"), (#","endImage":"data:,""#, "base64格式错误"),
            (#","loop":"yes""#, "loop: must be true or false"),
            (#","batchSize":3"#, "batchSize: must be one of 1, 2, 4"),
            (#","batchSize":"1""#, "batchSize: must be one of 1, 2, 4"),
            (#","index":4"#, "index: must be one of 0, 1, 2, 3"),
            (#","index":-1"#, "index: must be one of 0, 1, 2, 3"),
            (#","index":1.5"#, "index: must be one of 0, 1, 2, 3"),
            (#","videoType":[]"#, "videoType: must be a string"),
            (#","taskId":"1""#, "任务类型错误"), (#","taskId":"1","action":"start""#, "任务类型错误"),
            (#","action":"start""#, "action参数错误"), (#","action":"extend""#, "taskId不能为空"),
        ])
    func badField_isCode4(_ more: String, _ description: String) {
        #expect(refusal { _ = try parse(more) } == description)
    }

    @Test func prompt_isNeeded() {
        #expect(refusal { _ = try VideoRequest(SubmitForm("{}")) } == "Prompt 不能为空")
    }

    @Test func extension_namesItsParent() throws {
        #expect(try parse(#","action":"extend","taskId":" 12 ""#).parent == "12")
        #expect(try parse(#","action":"extend","taskId":12"#).parent == "12")
    }
}
