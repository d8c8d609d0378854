import Domain

/// What a channel's answer holds about one task.
enum Finding: Sendable, Equatable {
    case report(ChannelReport)
    /// The channel lists its id, but cannot say which of several tasks it means.
    case unclear
    /// The channel does not list it.
    case absent
}

/// Pairs reports with tasks.
///
/// Channels repeat ids, so several tasks may share one; then `state`, which holds our id where the
/// channel echoes it, decides. Reports of ids that nobody asked for are left out.
struct ReportMatch: Sendable {
    private var reports: [String: ChannelReport] = [:]
    private var unclear: Set<String> = []
    /// Channel's ids that several tasks share and whose reports name none of them.
    private(set) var ambiguousIDs: [String] = []

    /// - Parameter candidates: the ids of our unfinished tasks by the channel's id.
    init(_ answer: [ChannelReport], candidates: [String: [String]]) {
        for report in answer {
            guard let mjIDs = candidates[report.upstreamID], !mjIDs.isEmpty else { continue }
            if let state = report.state.flatMap(RequestState.init) {
                let named = mjIDs.filter(state.holds)
                // None: another task of ours, finished by now, whose id the channel repeated.
                if named.count == 1 {
                    take(report, for: named[0])
                } else if named.count > 1 {
                    unclear.formUnion(named)
                    ambiguousIDs.append(report.upstreamID)
                }
            } else if mjIDs.count == 1, let mjID = mjIDs.first {
                take(report, for: mjID)
            } else {
                unclear.formUnion(mjIDs)
                ambiguousIDs.append(report.upstreamID)
            }
        }
    }

    func finding(of mjID: String) -> Finding {
        if let report = reports[mjID] { return .report(report) }
        return unclear.contains(mjID) ? .unclear : .absent
    }

    /// Of several reports of one task the furthest counts, and a SUCCESS before another end.
    private mutating func take(_ report: ChannelReport, for mjID: String) {
        if let known = reports[mjID], Self.weight(known) >= Self.weight(report) { return }
        reports[mjID] = report
    }

    private static func weight(_ report: ChannelReport) -> (Int, Int, Int) {
        (
            report.status?.rank ?? -1, report.status == .success ? 1 : 0,
            report.progress?.percent ?? -1
        )
    }
}
