import Foundation
import Storage
import TestSupport
import Testing

@testable import Polling

struct PictureFilesTests {
    @Test func keep_movesTheFileIntoItsPlace_readableForTheGroup() async throws {
        try await withTemporaryDirectory { directory in
            let files = PictureFiles(directory: directory + "/archive")
            try await files.prepare()
            let temporary = await files.temporaryPath()
            try Data("picture".utf8).write(to: URL(filePath: temporary))
            let path = try #require(PicturePath(mjID: "1700000000000001"))

            let picture = try await files.keep(temporary, at: path, mediaType: "image/png")

            let kept = directory + "/archive/" + picture.path
            #expect(try String(contentsOfFile: kept, encoding: .utf8) == "picture")
            #expect(!FileManager.default.fileExists(atPath: temporary))
            let attributes = try FileManager.default.attributesOfItem(atPath: kept)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test func prepare_removesWhatADeadPollerLeft_andKeepsPictures() async throws {
        try await withTemporaryDirectory { directory in
            let manager = FileManager.default
            try manager.createDirectory(
                atPath: directory + "/tmp",
                withIntermediateDirectories: true
            )
            try manager.createDirectory(
                atPath: directory + "/ab/cd",
                withIntermediateDirectories: true
            )
            for path in ["/tmp/7", "/tmp/8.part", "/ab/cd/1.png"] {
                try Data().write(to: URL(filePath: directory + path))
            }

            try await PictureFiles(directory: directory).prepare()

            #expect(try manager.contentsOfDirectory(atPath: directory + "/tmp").isEmpty)
            #expect(manager.fileExists(atPath: directory + "/ab/cd/1.png"))
        }
    }

    @Test func temporaryPaths_areDifferent() async {
        let files = PictureFiles(directory: "/nowhere")
        let first = await files.temporaryPath()
        #expect(await files.temporaryPath() != first)
    }
}
