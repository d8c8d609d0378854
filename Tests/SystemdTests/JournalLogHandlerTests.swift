import Foundation
import Logging
import Systemd
import Testing

struct JournalLogHandlerTests {
    @Test func levels_becomePriorities() throws {
        let lines = try logged { logger in
            for level in Logger.Level.allCases { logger.log(level: level, "said") }
        }

        #expect(
            lines.map { String($0.prefix(3)) } == ["<7>", "<7>", "<6>", "<5>", "<4>", "<3>", "<2>"]
        )
    }

    @Test func metadata_followsTheMessage_sortedAndQuotedWhereNeeded() throws {
        let lines = try logged { logger in
            logger[metadataKey: "z"] = "kept"
            logger.info(
                "ready",
                metadata: ["b": "two words", "a": "1", "q": "say \"a\\b\"", "e": ""]
            )
        }

        #expect(
            lines == ["<6>test: ready a=1 b=\"two words\" e=\"\" q=\"say \\\"a\\\\b\\\"\" z=kept"]
        )
    }

    @Test func lineBreaks_doNotBeginAnotherMessage() throws {
        let lines = try logged { logger in
            logger.info("one\n<0>two", metadata: ["key": "three\r\n<0>four"])
        }

        #expect(lines == ["<6>test: one <0>two key=\"three  <0>four\""])
    }

    /// What `body` logs at the lowest level, line by line.
    private func logged(_ body: (inout Logger) -> Void) throws -> [String] {
        let pipe = Pipe()
        var logger = Logger(label: "test") { label in
            JournalLogHandler(label: label, output: pipe.fileHandleForWriting.fileDescriptor)
        }
        logger.logLevel = .trace
        body(&logger)
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}
