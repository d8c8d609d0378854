import HotState
import Testing

@testable import TaskAPI

struct FreshPageTests {
    @Test func quietSource_isReadOnce_andMayBeKept() {
        var readings = 0

        let page = FreshPage.make {
            Version(file: 1, word: 8)
        } render: {
            readings += 1
            return [1]
        }

        #expect(readings == 1)
        #expect(page.body == [1])
        #expect(page.version == Version(file: 1, word: 8))
    }

    @Test func writeDuringTheReading_isReadAgain() {
        var word: UInt64 = 8
        var source: UInt8 = 1

        let page = FreshPage.make {
            Version(file: 1, word: word)
        } render: {
            let read = source
            if source == 1 {
                source = 2
                word = 16
            }
            return [read]
        }

        #expect(page.body == [2])
        #expect(page.version == Version(file: 1, word: 16))
    }

    @Test func announcedWriter_keepsThePageFromBeingKept() {
        let page = FreshPage.make {
            nil
        } render: {
            [1]
        }

        #expect(page.body == [1])
        #expect(page.version == nil)
    }

    @Test func writerAnnouncedDuringTheReading_keepsThePageFromBeingKept() {
        var isAnnounced = false

        let page = FreshPage.make {
            isAnnounced ? nil : Version(file: 1, word: 8)
        } render: {
            isAnnounced = true
            return [1]
        }

        #expect(page.version == nil)
    }

    @Test func writersThatKeepComing_endInAPageThatIsNotKept() {
        var word: UInt64 = 0
        var readings: UInt8 = 0

        let page = FreshPage.make {
            Version(file: 1, word: word)
        } render: {
            word += 8
            readings += 1
            return [readings]
        }

        #expect(page.body == [UInt8(FreshPage.attempts)])
        #expect(page.version == nil)
    }
}
