import Domain
import Testing

@testable import Polling

struct ReportMatchTests {
    private let first = "1700000000000001"
    private let second = "1700000000000002"

    @Test func finding_isTheReportOfTheTasksId() {
        let report = ChannelReport.make(percent: 31)
        let match = ReportMatch([report], candidates: ["up-1": [first], "up-2": [second]])
        #expect(match.finding(of: first) == .report(report))
        #expect(match.finding(of: second) == .absent)
    }

    @Test func init_leavesOutForeignItems() {
        let match = ReportMatch([.make(upstreamID: "foreign")], candidates: ["up-1": [first]])
        #expect(match.finding(of: first) == .absent)
        #expect(match.ambiguousIDs.isEmpty)
    }

    @Test func init_pairsTasksThatShareAnIdByState() {
        let reports = [
            ChannelReport.make(percent: 10, state: second),
            ChannelReport.make(percent: 60, state: first),
        ]
        let match = ReportMatch(reports, candidates: ["up-1": [first, second]])
        #expect(match.finding(of: first) == .report(reports[1]))
        #expect(match.finding(of: second) == .report(reports[0]))
    }

    @Test func init_isUnclear_whenTasksShareAnIdAndStateDoesNotTell() {
        for state in [nil, "", "theirs"] {
            let match = ReportMatch(
                [.make(.success, state: state)],
                candidates: ["up-1": [first, second]]
            )
            #expect(match.finding(of: first) == .unclear)
            #expect(match.finding(of: second) == .unclear)
            #expect(match.ambiguousIDs == ["up-1"])
        }
    }

    @Test func init_takesTheOnlyCandidate_whateverAClientPutIntoState() {
        for state in [nil, "", "theirs", "0700000000000001"] {
            let report = ChannelReport.make(state: state)
            let match = ReportMatch([report], candidates: ["up-1": [first]])
            #expect(match.finding(of: first) == .report(report))
        }
    }

    /// The channel gave two submits one id, and the other one has ended: its picture is not ours.
    @Test func init_refusesAReportThatNamesAnotherTaskOfOurs() {
        let match = ReportMatch([.make(.success, state: second)], candidates: ["up-1": [first]])
        #expect(match.finding(of: first) == .absent)
    }

    @Test func init_takesTheFurthestOfDuplicates_inAnyOrder() {
        let success = ChannelReport.make(.success)
        let reports = [
            ChannelReport.make(.failure, failReason: "late"), .make(.submitted), success,
            .make(.inProgress, percent: 99),
        ]
        for order in [reports, reports.reversed()] {
            let match = ReportMatch(order, candidates: ["up-1": [first]])
            #expect(match.finding(of: first) == .report(success))
        }
    }

    /// A button that makes several tasks: the channel gives all the `state` of the request.
    @Test func aTaskOfARequest_isKnownByTheStateOfTheRequest() {
        let report = ChannelReport.make(
            percent: 31,
            upstreamID: "b",
            state: "1700000000000001-1700000000000004"
        )
        let match = ReportMatch(
            [report],
            candidates: ["a": ["1700000000000001"], "b": ["1700000000000003"]]
        )
        #expect(match.finding(of: "1700000000000003") == .report(report))
        #expect(match.finding(of: "1700000000000001") == .absent)
    }

    /// The channel repeated an id within a moment: what it says is of another user's task.
    @Test func aTaskSubmittedRightAfterAnother_isNotShownTheOtherOnes() {
        let match = ReportMatch(
            [.make(.success, state: "1700000000000001")],
            candidates: ["up-1": ["1700000000000002"]]
        )
        #expect(match.finding(of: "1700000000000002") == .absent)
    }
}
