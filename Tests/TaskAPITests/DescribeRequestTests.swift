import Testing

@testable import TaskAPI

struct DescribeRequestTests {
    private func parse(_ body: String) throws(Problem) -> DescribeRequest {
        try DescribeRequest(SubmitForm(body))
    }

    @Test(
        arguments: [
            (#"{"base64":"data:image/png;base64,AAAA","botType":"MID_JOURNEY"}"#, "7.png"),
            (#"{"base64":"data:image/jpeg;base64,AAAA","language":"zh"}"#, "7.jpg"),
            (#"{"base64":"data:text/plain;base64,AAAA","link":""}"#, "7.png"),
            (#"{"base64":null,"link":"https://example.com/a.b/cat.WEBP?x=.gif#y"}"#, "7.webp"),
            (#"{"link":"HTTP://example.com"}"#, "7.png"),
        ])
    func picture_orLink_isTaken_andNamesTheTask(_ body: String, _ name: String) throws {
        #expect(try parse(body).description(of: "7") == "/describe " + name)
    }

    @Test(
        arguments: [
            ("{}", "base64不能为空"), (#"{"base64":" ","link":null}"#, "base64不能为空"),
            (#"{"base64":"AAAA"}"#, "base64格式错误"),
            (#"{"base64":"data:image/png"}"#, "base64格式错误"),
            (#"{"base64":"https://example.com/a.png"}"#, "base64格式错误"),
            (#"{"link":"ftp://example.com"}"#, "链接格式错误"),
            (#"{"link":"https://a b"}"#, "链接格式错误"),
            (#"{"base64":[]}"#, "base64: must be a string"),
            (#"{"link":5}"#, "link: must be a string"),
            (#"{"link":"https://example.com","language":{}}"#, "language: must be a string"),
        ])
    func badPicture_isCode4(_ body: String, _ description: String) {
        #expect(refusal { _ = try parse(body) } == description)
    }
}
