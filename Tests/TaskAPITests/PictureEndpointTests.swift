import Domain
import Storage
import TaskDocuments
import Testing

@testable import TaskAPI

struct PictureEndpointTests {
    private func target(_ mjID: String, _ api: TestAPI) throws -> String {
        let link = try api.list.context.pictureLinks().link(to: mjID)
        return String(link.dropFirst("https://example.com".count))
    }

    @Test func archivedPicture_isSentByTheWebServer_withoutAToken() async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            let picture = ArchivedPicture(path: "ab/1.png", mediaType: "image/png")
            try await api.finish(task, picture: .archived(picture))
            let link = try #require(
                try api.get("/api/mj/self").json["data"]?["items"]?.array?.first?["image_url"]?
                    .string
            )

            for method in ["GET", "HEAD"] {
                let answer = try api.send(
                    method,
                    String(link.dropFirst("https://example.com".count))
                )

                #expect(answer.status == 200)
                #expect(answer.headers["x-accel-redirect"] == "/mjtask-archive/ab/1.png")
                #expect(answer.headers["content-type"] == "image/png")
                #expect(answer.headers["cache-control"] == "public, max-age=31536000, immutable")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.body.isEmpty)
            }
        }
    }

    /// B22: pictures could be had by counting ids.
    @Test func b22_aPictureWithoutItsSignature_is403_forAnyTask() throws {
        try TestAPI.run { api in
            let task = try api.addTask()

            for query in ["", "?s=", "?s=AAAAAAAAAAAAAAAAAAAAAA", "?t=1"] {
                #expect(try api.get("/mj/image/\(task.mjID)\(query)", token: nil).status == 403)
                #expect(try api.get("/mj/image/1\(query)", token: nil).status == 403)
            }
        }
    }

    @Test func unknownTask_is404() throws {
        try TestAPI.run { api in
            let answer = try api.get(target("1", api), token: nil)

            #expect(answer.status == 404)
            #expect(answer.json["description"]?.string == "no such picture")
        }
    }

    @Test func pictureThatIsComing_is503_withARetry() async throws {
        try await TestAPI.run { api in
            let unfinished = try api.addTask()
            let finished = try api.addTask()
            try await api.finish(finished, picture: .pending(url: "http://127.0.0.1:9/1.png"))

            for task in [unfinished, finished] {
                let answer = try api.get(target(task.mjID, api), token: nil)

                #expect(answer.status == 503)
                #expect(answer.headers["retry-after"] != nil)
                #expect(answer.json["code"]?.integer == 9)
            }
        }
    }

    @Test func failedTask_hasNoPicture() async throws {
        try await TestAPI.run { api in
            let task = try api.addTask()
            try await api.finish(task, .failure)

            #expect(try api.get(target(task.mjID, api), token: nil).status == 404)
        }
    }
}
