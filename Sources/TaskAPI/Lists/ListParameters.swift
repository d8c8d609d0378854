package import Domain

/// The parameters of a list, checked and in our units.
package struct ListParameters: Equatable {
    package var page: Int
    package var pageSize: Int
    package var mjID: String?
    package var channelID: ChannelID?
    package var start: Milliseconds?
    package var end: Milliseconds?

    /// - Parameter now: An end after it is no end. Dashboards always ask until an hour from now,
    ///   and the same page must not have another key each second; tasks that come later move the
    ///   version of the page.
    package init(
        query: String,
        list: ListKind,
        unit: TaskAPIConfiguration.TimeUnit,
        now: Milliseconds
    ) throws(Problem) {
        let parameters = try QueryParameters(query, names: list.parameterNames)
        page = Int(try parameters.number("p", from: 1) ?? 1)
        pageSize = Int(try parameters.number("page_size", from: 1, to: 100) ?? 20)
        mjID = parameters["mj_id"]
        if let mjID, !TaskID.isPlausible(mjID) { throw .invalid("mj_id", .taskID) }
        channelID = try parameters.number("channel_id", from: 1)
        let first = try parameters.number("start_timestamp", from: 0)
        let last = try parameters.number("end_timestamp", from: 0)
        start = first.map { Self.milliseconds($0, unit: unit).lowerBound }
        end = last.map { Self.milliseconds($0, unit: unit).upperBound }
        if let start, let end, start > end {
            throw .invalid("start_timestamp", .notAfter("end_timestamp"))
        }
        if let end, end >= now { self.end = nil }
    }

    /// The milliseconds that a timestamp names: a whole second, or one of them.
    ///
    /// Seconds become as large as 10^11 in the year 5138, and milliseconds were that small in
    /// March 1973: a number from there on is milliseconds, whatever the setting.
    private static func milliseconds(
        _ number: Int64,
        unit: TaskAPIConfiguration.TimeUnit
    ) -> ClosedRange<Milliseconds> {
        guard unit == .seconds, number < 100_000_000_000 else { return number...number }
        return number * 1000...number * 1000 + 999
    }

    /// The one form that all queries for the same page have.
    package var canonicalQuery: String {
        var text = "p=\(page)&n=\(pageSize)"
        if let mjID { text += "&m=\(mjID)" }
        if let channelID { text += "&c=\(channelID)" }
        if let start { text += "&s=\(start)" }
        if let end { text += "&e=\(end)" }
        return text
    }
}

/// Which of the two lists.
package enum ListKind: Sendable {
    case own
    case everyone

    fileprivate var parameterNames: [String] {
        switch self {
        case .own: ["p", "page_size", "mj_id", "start_timestamp", "end_timestamp"]
        case .everyone:
            ["p", "page_size", "mj_id", "channel_id", "start_timestamp", "end_timestamp"]
        }
    }
}
