import Domain
import Testing

@testable import TaskAPI

struct ListParametersTests {
    private let now: Milliseconds = 1_700_000_000_000

    private func parse(
        _ query: String,
        _ list: ListKind = .everyone,
        unit: TaskAPIConfiguration.TimeUnit = .seconds
    ) throws -> ListParameters {
        try ListParameters(query: query, list: list, unit: unit, now: now)
    }

    @Test func nothing_isTheFirstTwenty() throws {
        let parameters = try parse("")

        #expect(parameters.page == 1)
        #expect(parameters.pageSize == 20)
        #expect(parameters.canonicalQuery == "p=1&n=20")
    }

    @Test(
        arguments: [
            ("page_size=0", "page_size"), ("page_size=-1", "page_size"),
            ("page_size=101", "page_size"), ("page_size=abc", "page_size"),
            ("page_size=1e3", "page_size"), ("p=0", "p"), ("p=-1", "p"),
            ("p=18446744073709551616", "p"), ("start_timestamp=yesterday", "start_timestamp"),
            ("end_timestamp=-5", "end_timestamp"),
            ("start_timestamp=200&end_timestamp=100", "start_timestamp"),
            ("mj_id='%20OR%201=1", "mj_id"), ("mj_id=%22", "mj_id"), ("mj_id=1%00", "mj_id"),
            ("mj_id=" + String(repeating: "1", count: 10_240), "mj_id"), ("mj_id=%ff", "mj_id"),
            ("channel_id=one", "channel_id"), ("channel_id=0", "channel_id"),
        ])
    func badInput_isRefused_byName(_ query: String, _ name: String) {
        let problem = #expect(throws: Problem.self) { try parse(query) }

        #expect(problem?.status == 400)
        #expect(problem?.message.text(in: .english).hasPrefix(name + ":") == true)
    }

    @Test func reversedRange_namesBothEnds() {
        let problem = #expect(throws: Problem.self) {
            try parse("start_timestamp=200&end_timestamp=100")
        }

        let text = problem?.message.text(in: .english)
        #expect(text == "start_timestamp: must not be after end_timestamp")
    }

    @Test func seconds_coverTheWholeOfTheLastOne() throws {
        let parameters = try parse("start_timestamp=1640908800&end_timestamp=1640908800")

        #expect(parameters.start == 1_640_908_800_000)
        #expect(parameters.end == 1_640_908_800_999)
    }

    @Test func largeNumbers_areMilliseconds_whateverTheSetting() throws {
        for unit in TaskAPIConfiguration.TimeUnit.allCases {
            let parameters = try parse(
                "start_timestamp=100000000000&end_timestamp=1640908800123",
                unit: unit
            )

            #expect(parameters.start == 100_000_000_000)
            #expect(parameters.end == 1_640_908_800_123)
        }
    }

    @Test func smallNumbers_areMilliseconds_ifTheSettingSaysSo() throws {
        let parameters = try parse("start_timestamp=99999999999", unit: .milliseconds)

        #expect(parameters.start == 99_999_999_999)
    }

    @Test func endInTheFuture_isNoEnd() throws {
        #expect(try parse("end_timestamp=1700003600").end == nil)
        #expect(try parse("end_timestamp=1700000000").end == nil)
        #expect(try parse("end_timestamp=1699999999").end == 1_699_999_999_999)
        #expect(
            try parse("end_timestamp=1700003600").canonicalQuery
                == parse("end_timestamp=1700003601").canonicalQuery
        )
    }

    @Test func reversedRange_isRefused_alsoInTheFuture() {
        #expect(throws: Problem.self) {
            try parse("start_timestamp=1800000000&end_timestamp=1700003600")
        }
    }

    @Test func samePage_hasOneKey_howeverItIsWritten() throws {
        let spellings = [
            "p=2&page_size=20&start_timestamp=1640908800",
            "page_size=&p=02&start_timestamp=1640908800",
            "start_timestamp=1640908800000&x=y&p=2&mj_id=",
        ]
        let keys = try Set(spellings.map { try parse($0).canonicalQuery })

        #expect(keys.count == 1)
    }

    @Test func everyFilter_isInTheKey() throws {
        let queries = [
            "", "p=2", "page_size=2", "mj_id=2", "channel_id=2", "start_timestamp=2",
            "end_timestamp=2",
        ]
        let keys = try Set(queries.map { try parse($0).canonicalQuery })

        #expect(keys.count == queries.count)
    }

    @Test func channelFilter_isForAdministratorsOnly() throws {
        #expect(try parse("channel_id=nonsense", .own).channelID == nil)
        #expect(try parse("channel_id=3", .everyone).channelID == 3)
    }
}
