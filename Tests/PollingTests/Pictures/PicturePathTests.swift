import Storage
import Testing

@testable import Polling

struct PicturePathTests {
    @Test func picture_liesInTwoLevelsOfFolders() throws {
        let path = try #require(PicturePath(mjID: "1700000000000001"))
        let picture = path.picture(ofType: "image/png")
        #expect(
            picture.path.wholeMatch(of: /[0-9a-f]{2}\/[0-9a-f]{2}\/1700000000000001\.png/) != nil
        )
        #expect(picture.mediaType == "image/png")
    }

    @Test func folders_fillEvenly_thoughIdsDifferInTheLastDigitsOnly() throws {
        var folders: [Substring: Int] = [:]
        for id in 1_700_000_000_000_000..<1_700_000_000_010_000 {
            let path = try #require(PicturePath(mjID: String(id)))
            folders[path.folder.prefix(2), default: 0] += 1
        }
        #expect(folders.count == 256)
        #expect((folders.values.max() ?? 0) < 120, "39 on average")
    }

    @Test(arguments: ["../../etc/passwd", "a/b", ".", "A", "ä", "a b", "x\0"])
    func init_makesAnyIdAPlainName(mjID: String) throws {
        let path = try #require(PicturePath(mjID: mjID)).picture(ofType: "image/webp").path
        #expect(path.wholeMatch(of: /[0-9a-f]{2}\/[0-9a-f]{2}\/X[0-9a-f]+\.webp/) != nil)
    }

    @Test func init_isNil_forAnIdThatMakesNoName() {
        #expect(PicturePath(mjID: "") == nil)
        #expect(PicturePath(mjID: String(repeating: "1", count: 101)) == nil)
    }
}
