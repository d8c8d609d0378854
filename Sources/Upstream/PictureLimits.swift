package struct PictureLimits: Sendable, Equatable {
    /// In bytes.
    package var maximumSize: Int
    package var timeout: Duration
    package var maximumRedirects: Int

    package init(
        maximumSize: Int = 64 << 20,
        timeout: Duration = .seconds(30),
        maximumRedirects: Int = 3
    ) {
        self.maximumSize = maximumSize
        self.timeout = timeout
        self.maximumRedirects = maximumRedirects
    }
}

/// Why a picture was not fetched: trying again may help, or never will.
package enum PictureError: Error, Equatable {
    case unreachable(reason: String)
    case refused(reason: String)
}
