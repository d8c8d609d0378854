import Domain
import Testing

@testable import TaskAPI

struct BlendRequestTests {
    private func parse(_ count: Int, _ more: String = "") throws(Problem) -> BlendRequest {
        let pictures = Array(repeating: "\"data:image/png;base64,AAAA\"", count: count)
        return try BlendRequest(
            SubmitForm(#"{"base64Array":[\#(pictures.joined(separator: ","))]\#(more)}"#)
        )
    }

    @Test(arguments: 2...5)
    func twoToFivePictures_areTaken(_ count: Int) throws {
        #expect(try parse(count).description(of: "7") == "/blend 7 \(count)")
    }

    @Test(arguments: [0, 1, 6])
    func otherCounts_areCode4(_ count: Int) {
        #expect(refusal { _ = try parse(count) } == "base64List参数错误")
    }

    @Test(
        arguments: [
            ("{}", "base64List参数错误"), (#"{"base64Array":null}"#, "base64List参数错误"),
            (#"{"base64Array":"data:image/png;base64,AAAA"}"#, "base64List参数错误"),
            (#"{"base64Array":["data:image/png;base64,AAAA",null]}"#, "base64格式错误"),
            (#"{"base64Array":["data:image/png;base64,AAAA","AAAA"]}"#, "base64格式错误"),
            (#"{"base64Array":[{},7]}"#, "base64格式错误"),
        ])
    func badPictures_areCode4(_ body: String, _ description: String) {
        #expect(refusal { _ = try BlendRequest(SubmitForm(body)) } == description)
    }

    @Test(arguments: ["null", "\"\"", "\"square\"", "\"WIDE\"", "1", "[]"])
    func otherDimensions_areCode4(_ dimensions: String) {
        #expect(refusal { _ = try parse(2, #","dimensions":"# + dimensions) } == "dimensions参数错误")
    }

    @Test(arguments: ["PORTRAIT", "SQUARE", "LANDSCAPE"])
    func knownDimensions_goOn(_ dimensions: String) throws {
        let request = try parse(2, #","dimensions":"\#(dimensions)""#)

        #expect(request.form.body["dimensions"]?.string == dimensions)
    }
}
