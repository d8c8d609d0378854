import Testing

@testable import TaskAPI

struct SwapFaceRequestTests {
    private func parse(_ body: String, faceSize: Int = 100) throws(Problem) -> SwapFaceRequest {
        try SwapFaceRequest(SubmitForm(body, faceSize: faceSize))
    }

    @Test(
        arguments: [
            #"{"sourceBase64":"data:image/png;base64,AAAA","targetBase64":"BBBB"}"#,
            #"{"sourceUrl":"https://example.com/a","targetUrl":"http://example.com/图.png"}"#,
            #"{"sourceBase64":"AAAA","sourceUrl":"no link","targetUrl":"http://example.com/b"}"#,
        ])
    func pictures_mayBeTextsOrLinks(_ body: String) throws {
        #expect(try parse(body).description(of: "7") == "/swap-face")
    }

    @Test(
        arguments: [
            ("{}", "人脸图片不能为空"), (#"{"sourceBase64":"AAAA"}"#, "目标图片不能为空"),
            (#"{"sourceBase64":null,"targetBase64":"AAAA"}"#, "人脸图片不能为空"),
            (#"{"sourceBase64":"AAAA","targetBase64":"AAAA"}"#, "人脸图片和目标图片不能相同"),
            (#"{"sourceUrl":"http://e/a","targetUrl":"http://e/a"}"#, "人脸图片和目标图片不能相同"),
            (#"{"sourceUrl":"a","targetBase64":"AAAA"}"#, "人脸图片URL格式错误"),
            (#"{"sourceBase64":"AAAA","targetUrl":"//e"}"#, "目标图片URL格式错误"),
            (#"{"sourceBase64":",","targetBase64":"AAAA"}"#, "人脸图片格式错误"),
            (#"{"sourceBase64":"AAAA","targetBase64":"data:image/png;base64"}"#, "目标图片格式错误"),
            (#"{"sourceBase64":5,"targetBase64":"AAAA"}"#, "sourceBase64: must be a string"),
            (#"{"sourceBase64":"AAAA","targetUrl":[]}"#, "targetUrl: must be a string"),
        ])
    func badPicture_isCode4(_ body: String, _ description: String) {
        #expect(refusal { _ = try parse(body) } == description)
    }

    @Test func largestPicture_isTaken_andOneByteMoreIsNot() throws {
        let four = #"{"sourceBase64":"data:image/png;base64,AAAAAA==","targetBase64":"AAAA"}"#

        _ = try parse(four, faceSize: 4)
        #expect(refusal { _ = try parse(four, faceSize: 3) } == "人脸图片大小超过最大限制")
        #expect(
            refusal {
                _ = try parse(#"{"sourceBase64":"AAAA","targetBase64":"AAAAAA=="}"#, faceSize: 3)
            } == "目标图片大小超过最大限制"
        )
    }
}
