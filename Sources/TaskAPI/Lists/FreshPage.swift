import HotState

/// Makes a page from sources that may be written to meanwhile, and tells whether it may be kept.
///
/// The version is taken before the sources are read and compared after: only then is it certain
/// that every write which the version counts is in the page. A page whose version moved is made
/// anew; while writers keep coming, or one is announced, the page is right for this request, which
/// began before they ended, but is not kept.
enum FreshPage {
    static let attempts = 3

    static func make(
        version: () -> Version?,
        render: () throws -> [UInt8]
    ) rethrows -> (body: [UInt8], version: Version?) {
        for _ in 1..<attempts {
            let before = version()
            let body = try render()
            if let before, version() == before { return (body, before) }
            if before == nil { return (body, nil) }
        }
        let before = version()
        let body = try render()
        return (body, before != nil && version() == before ? before : nil)
    }
}
