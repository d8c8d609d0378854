import Testing

@testable import TaskAPI

struct ShortenRequestTests {
    @Test func prompt_isNeeded_andNamesTheTask() throws {
        let request = try ShortenRequest(SubmitForm(#"{"prompt":" cats ","base64Array":[5]}"#))

        #expect(request.description(of: "7") == "/shorten cats")
        #expect(refusal { _ = try ShortenRequest(SubmitForm("{}")) } == "prompt不能为空")
    }
}
