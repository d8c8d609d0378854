/// A run of consecutive ordinals, and the page of it that a list shows.
///
/// Ordinals count a user's tasks (or all tasks) 1, 2, 3 … without gaps, so that the number of
/// matches is a subtraction and a page is a range: no COUNT, no OFFSET, the same cost at any depth.
package struct OrdinalRange: Sendable, Equatable {
    package var first: Int
    package var last: Int

    /// Empty when `last < first`.
    package init(first: Int, last: Int) {
        self.first = first
        self.last = last
    }

    package var count: Int { max(0, last - first + 1) }

    /// The ordinals of `page` (from 1) with `size` entries, newest (highest) first; nil when the
    /// page lies beyond the end.
    ///
    /// `OrdinalRange(first: 1, last: 45).page(1, size: 20)` is 26…45, page 3 is 1…5.
    package func page(_ page: Int, size: Int) -> ClosedRange<Int>? {
        precondition(page > 0 && size > 0, "pages are counted from 1 and are not empty")
        let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: size)
        guard !overflow, skipped < count else { return nil }
        let high = last - skipped
        return max(first, high - size + 1)...high
    }
}
