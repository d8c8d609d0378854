package import Domain
import GRDB

extension Store {
    /// A page of the owner's tasks with what single reads show, newest first.
    package func newestTasks(of owner: UserID, page: Int, pageSize: Int)
        throws(StorageError) -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        try read("read the newest tasks") {
            try $0.newestTasks(of: owner, page: page, pageSize: pageSize)
        }
    }

    /// A page of the owner's tasks that a channel works on or has waiting (neither finished nor
    /// MODAL), oldest first.
    package func queuedTasks(of owner: UserID, page: Int, pageSize: Int)
        throws(StorageError) -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        try read("read queued tasks") {
            try $0.queuedTasks(of: owner, page: page, pageSize: pageSize)
        }
    }
}

extension Database {
    func newestTasks(of owner: UserID, page: Int, pageSize: Int) throws
        -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        let newest = try selectOne(ListSQL.userNewest, owner) { Int($0.integer(0)) } ?? 0
        let all = OrdinalRange(first: 1, last: newest)
        guard let ordinals = all.page(page, size: pageSize) else { return [] }
        return try select(
            ListSQL.userPageWithDetails,
            owner,
            ordinals.lowerBound,
            ordinals.upperBound,
            row: TaskRow.taskWithDetails
        )
    }

    /// Skips along the index, which has the few tasks that wait and no others.
    func queuedTasks(of owner: UserID, page: Int, pageSize: Int) throws
        -> [(task: MidjourneyTask, details: TaskDetails)]
    {
        precondition(page > 0 && pageSize > 0, "pages are counted from 1 and are not empty")
        let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: pageSize)
        guard !overflow,
            let first = try selectOne(
                ListSQL.queuePageStart,
                owner,
                skipped,
                row: { $0.integer(0) }
            )
        else { return [] }
        return try select(
            ListSQL.queuePage,
            owner,
            first,
            pageSize,
            row: TaskRow.taskWithDetails
        )
    }
}
