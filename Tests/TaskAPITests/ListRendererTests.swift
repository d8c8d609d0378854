import Domain
import TaskDocuments
import Testing

@testable import TaskAPI

struct ListRendererTests {
    private func render(
        _ tasks: [MidjourneyTask],
        _ kind: ListKind = .own,
        unit: TaskAPIConfiguration.TimeUnit = .seconds
    ) -> String {
        let pictures = PictureLinks(
            key: Array(repeating: 1, count: 32),
            publicURL: "https://example.com"
        )
        let renderer = ListRenderer(kind: kind, unit: unit, pictures: pictures)
        let page = ListPage(tasks: tasks, total: 25)
        return String(decoding: renderer.render(page, number: 2, size: 20), as: UTF8.self)
    }

    @Test func emptyPage_hasAnArrayAndTheTotal() {
        #expect(
            render([]) == #"{"success":true,"message":"","data":{"items":[],"total":25,"#
                + #""page":2,"page_size":20}}"#
        )
    }

    @Test func ownItem_hasTheDocumentedKeysInTheirOrder() {
        let task = MidjourneyTask.make(
            channelID: 3,
            status: .success,
            progress: 100,
            prompt: "a \"beautiful\" landscape",
            promptEn: "same",
            startTime: 1_640_909_000_000,
            finishTime: 1_640_909_200_999,
            quota: 1000,
            videoURL: "https://example.com/video.mp4",
            videoURLs: ["https://example.com/video1.mp4"]
        )

        #expect(
            render([task])
                == #"{"success":true,"message":"","data":{"items":[{"id":1,"#
                + #""mj_id":"1234567890123456","action":"IMAGINE","#
                + #""prompt":"a \"beautiful\" landscape","prompt_en":"same","status":"SUCCESS","#
                + #""progress":"100%","image_url":"","video_url":"https://example.com/video.mp4","#
                + #""video_urls":"[\"https://example.com/video1.mp4\"]","#
                + #""submit_time":1640908800,"start_time":1640909000,"finish_time":1640909200,"#
                + #""fail_reason":"","quota":1000}],"total":25,"page":2,"page_size":20}}"#
        )
    }

    @Test func administratorsItem_alsoHasUserAndChannel() {
        let text = render(
            [.make(userID: 7, channelID: 3), .make(userID: 8, channelID: nil)],
            .everyone
        )

        #expect(text.contains(#"{"id":1,"user_id":7,"mj_id""#))
        #expect(text.contains(#""image_url":"","channel_id":3,"video_url""#))
        #expect(text.contains(#""channel_id":0,"#))
    }

    @Test func ownItem_showsNeitherUserNorChannel() {
        let text = render([.make(userID: 7, channelID: 3)])

        #expect(!text.contains("user_id"))
        #expect(!text.contains("channel_id"))
    }

    @Test func picture_isAnAbsoluteSignedLink() {
        let text = render([.make(status: .success, hasPicture: true)])

        #expect(
            text.contains(
                #""image_url":"https://example.com/mj/image/1234567890123456?s="#
            )
        )
    }

    @Test func noVideos_isAStringWithAnEmptyArray() {
        #expect(render([.make()]).contains(#""video_urls":"[]","#))
    }

    @Test func times_areMilliseconds_ifTheSettingSaysSo() {
        #expect(
            render([.make(submitTime: 1_640_908_800_123)], unit: .milliseconds)
                .contains(#""submit_time":1640908800123,"start_time":0,"#)
        )
    }
}
