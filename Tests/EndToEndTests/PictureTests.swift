import Domain
import Foundation
import TestSupport
import Testing

extension EndToEndTests {
    struct PictureTests {
        @Test func anImagine_endsInSuccess_withAPictureThatLoadsThroughNginx() async throws {
            try await withDemo { demo in
                let id = try await demo.submit("a lighthouse, storm light")

                try await waitUntil("SUCCESS", timeout: .seconds(60)) {
                    try await demo.fetch(id).json["status"]?.string == "SUCCESS"
                }

                let task = try await demo.fetch(id).json
                #expect(task["progress"]?.string == "100%")
                let link = try #require(task["imageUrl"]?.string)
                #expect(link.hasPrefix(demo["BASE_URL"] + "/mj/image/\(id)?s="))
                let picture = try await demo.get(link)
                #expect(picture.status == 200)
                #expect(
                    picture.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
                )
                #expect(picture.header("Content-Type") == "image/png")
                #expect(picture.header("Content-Length") == String(picture.bytes.count))
                #expect(picture.header("X-Content-Type-Options") == "nosniff")
                #expect(picture.header("Access-Control-Allow-Origin") == "*")
                #expect(picture.header("Cache-Control")?.contains("max-age") == true)
                #expect(picture.header("X-Accel-Redirect") == nil)

                let part = try await demo.get(link, headers: [("Range", "bytes=0-7")])
                #expect(part.status == 206)
                #expect(part.bytes == Array(picture.bytes.prefix(8)))

                let items = try await demo.list().json["data"]?["items"]?.array
                #expect(items?.first?["mj_id"]?.string == id)
                #expect(items?.first?["image_url"]?.string == link)
            }
        }

        @Test func aPicture_isRefused_withoutItsSignature_andTheArchiveIsOutOfReach() async throws {
            try await withDemo { demo in
                let id = try await demo.submit("a fox in the snow")
                try await waitUntil("SUCCESS", timeout: .seconds(60)) {
                    try await demo.fetch(id).json["status"]?.string == "SUCCESS"
                }
                let files = try FileManager.default.subpathsOfDirectory(
                    atPath: demo.directory + "/data/archive"
                )
                let file = try #require(files.first { $0.contains(id) })

                let unsigned = try await demo.get("/mj/image/\(id)")
                let forged = try await demo.get("/mj/image/\(id)?s=AAAAAAAAAAAAAAAAAAAAAA")
                let direct = try await demo.get("/mjtask-archive/\(file)")

                for answer in [unsigned, forged, direct] {
                    #expect((400..<500).contains(answer.status))
                    #expect(answer.header("Content-Type")?.hasPrefix("application/json") == true)
                    #expect(answer.json.object != nil)
                }
            }
        }

        @Test func anUnchangedList_isNotSentAgain_alsoWhenNginxCompressedIt() async throws {
            try await withDemo { demo in
                for number in 0..<5 { _ = try await demo.submit("tea house \(number)") }
                try await waitUntil("the end of all", timeout: .seconds(60)) {
                    try await demo.list().json["data"]?["items"]?.array?
                        .allSatisfy { $0["status"]?.string == "SUCCESS" } ?? false
                }
                for encoding in ["identity", "gzip"] {
                    let token = demo["ACCESS_TOKEN"]
                    let first = try await demo.get(
                        "/api/mj/self",
                        token: token,
                        headers: [("Accept-Encoding", encoding)]
                    )
                    let tag = try #require(first.header("ETag"))
                    #expect((first.header("Content-Encoding") == "gzip") == (encoding == "gzip"))

                    let again = try await demo.get(
                        "/api/mj/self",
                        token: token,
                        headers: [("Accept-Encoding", encoding), ("If-None-Match", tag)]
                    )

                    #expect(again.status == 304)
                    #expect(again.bytes.isEmpty)
                }
                let old = try #require(try await demo.list().header("ETag"))
                _ = try await demo.submit("one more")

                let changed = try await demo.get(
                    "/api/mj/self",
                    token: demo["ACCESS_TOKEN"],
                    headers: [("If-None-Match", old)]
                )

                #expect(changed.status == 200)
            }
        }
    }
}
