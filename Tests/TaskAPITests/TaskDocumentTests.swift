import Domain
import Testing

@testable import TaskAPI

struct TaskDocumentTests {
    private func document(
        _ task: MidjourneyTask,
        _ details: TaskDetails = TaskDetails()
    ) -> String {
        var json = JSONWriter()
        let pictures = PictureLinks(key: Array(0..<32), publicURL: "https://example.com")
        TaskDocument(pictures: pictures).write(task, details, to: &json)
        return json.text
    }

    @Test func newTask_hasEveryKey_andNullForWhatIsNotKnown() {
        let text = document(
            .make(),
            TaskDetails(state: "mine", description: "/imagine a cat")
        )

        #expect(
            text == #"{"id":"1234567890123456","action":"IMAGINE","status":"NOT_START","#
                + #""prompt":"a cat","promptEn":"","description":"/imagine a cat","#
                + #""state":"mine","submitTime":1640908800123,"startTime":null,"#
                + #""finishTime":null,"progress":"0%","imageUrl":null,"failReason":null,"#
                + #""mode":null,"videoUrl":null,"videoUrls":null,"properties":{},"buttons":[]}"#
        )
    }

    @Test func finishedTask_hasPictureButtonsAndProperties() throws {
        let text = document(
            .make(
                status: .success,
                progress: 100,
                finishTime: 1_640_909_200_000,
                hasPicture: true,
                videoURLs: ["http://v/1", "http://v/2"]
            ),
            TaskDetails(
                buttons: #"[{"customId":"MJ::JOB::upsample::1::x"}]"#,
                properties: #"{"finalPrompt":"Cat"}"#
            )
        )
        let value = try JSONValue.parse(Array(text.utf8))

        #expect(value["progress"]?.string == "100%")
        #expect(value["imageUrl"]?.string?.contains("/mj/image/1234567890123456?s=") == true)
        #expect(value["properties"]?["finalPrompt"]?.string == "Cat")
        #expect(value["buttons"]?.array?.first?["customId"]?.string == "MJ::JOB::upsample::1::x")
        #expect(
            value["videoUrls"]?.array?.map { $0["url"]?.string } == ["http://v/1", "http://v/2"]
        )
    }

    @Test func failedTask_saysWhy() throws {
        let value = try JSONValue.parse(
            Array(document(.make(status: .failure, failReason: "[Invalid parameter] x")).utf8)
        )

        #expect(value["failReason"]?.string == "[Invalid parameter] x")
    }
}
