import Domain
import Testing

@testable import TaskAPI

struct EditsRequestTests {
    @Test(
        arguments: [
            "https://example.com/a.png", "data:image/png;base64,AAAA", "iVBORw0KGgo=",
        ])
    func picture_mayBeALinkOrInTheText(_ picture: String) throws {
        let request = try EditsRequest(
            SubmitForm(#"{"prompt":"hats","image":"\#(picture)","maskBase64":""}"#)
        )

        #expect(request.description(of: "7") == "/edit hats")
        #expect(request.form.body["image"]?.string == picture)
    }

    @Test(
        arguments: [
            (#"{"prompt":"x"}"#, "image或prompt不能为空"), (#"{"image":"AAAA"}"#, "image或prompt不能为空"),
            (#"{"prompt":"x","image":" "}"#, "image或prompt不能为空"),
            (#"{"prompt":"x","image":","}"#, "base64格式错误"),
            (#"{"prompt":"x","image":"ftp://example.com"}"#, "base64格式错误"),
            (#"{"prompt":"x","image":"data:image/png;base64"}"#, "base64格式错误"),
            (#"{"prompt":"x","image":"AAAA","maskBase64":"https://example.com"}"#, "base64格式错误"),
            (#"{"prompt":"x","image":["AAAA"]}"#, "image: must be a string"),
            (#"{"prompt":"x","image":"AAAA","maskBase64":1}"#, "maskBase64: must be a string"),
        ])
    func badPictureOrPrompt_isCode4(_ body: String, _ description: String) {
        #expect(refusal { _ = try EditsRequest(SubmitForm(body)) } == description)
    }
}
