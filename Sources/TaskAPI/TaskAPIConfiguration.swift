/// What the answers depend on besides the data.
package struct TaskAPIConfiguration: Sendable {
    /// The unit of the times in the lists of `/api/mj`; `/mj` always speaks milliseconds.
    package enum TimeUnit: String, Sendable, CaseIterable { case seconds, milliseconds }

    /// Absolute, without a trailing slash; picture links begin with it.
    package var publicURL: String
    /// The address, without a trailing slash, that channels reach us by for their hooks
    /// (`/mj/notify/…`); empty: they get none.
    package var hookURL: String
    /// Called back for tasks whose client names nobody; empty: then nobody is.
    package var notifyHook: String
    package var timeUnit: TimeUnit
    /// The largest body of a submit, in bytes.
    package var maximumBodySize: Int
    /// The most bytes of bodies that all workers hold at a time.
    package var bodyMemory: Int
    /// The most ids in one list-by-condition.
    package var maximumListIDs: Int
    /// The longest prompt, in bytes.
    package var maximumPromptLength: Int
    /// The largest picture of a face swap, in bytes.
    package var maximumFaceSize: Int
    /// The file of words that prompts must not hold; empty: none.
    package var bannedWordsFile: String
    /// The internal location of nginx that serves the archive.
    package var archiveLocation: String
    /// Origins that browsers may call from: `*` or a list.
    package var allowedOrigins: [String]
    /// The file that the poller touches after each round (`PollingConfiguration.lockFile`).
    package var pollerFile: String
    /// When that file is older than this, healthz says so.
    package var pollerStaleAfter: Duration
    /// The most workers that wait for the answer of one channel at a time: a channel that hangs
    /// must not take them all. Four fifths of the relay's threads.
    package var maximumWaitersPerChannel: Int

    package init(
        publicURL: String,
        hookURL: String = "",
        notifyHook: String = "",
        timeUnit: TimeUnit = .seconds,
        maximumBodySize: Int = 32 << 20,
        bodyMemory: Int = 128 << 20,
        maximumListIDs: Int = 1000,
        maximumPromptLength: Int = 32 << 10,
        maximumFaceSize: Int = 10 << 20,
        bannedWordsFile: String = "",
        archiveLocation: String = "/mjtask-archive/",
        allowedOrigins: [String] = ["*"],
        pollerFile: String,
        pollerStaleAfter: Duration = .seconds(60),
        maximumWaitersPerChannel: Int = 512
    ) {
        self.publicURL = publicURL
        self.hookURL = hookURL
        self.notifyHook = notifyHook
        self.timeUnit = timeUnit
        self.maximumBodySize = maximumBodySize
        self.bodyMemory = bodyMemory
        self.maximumListIDs = maximumListIDs
        self.maximumPromptLength = maximumPromptLength
        self.maximumFaceSize = maximumFaceSize
        self.bannedWordsFile = bannedWordsFile
        self.archiveLocation = archiveLocation
        self.allowedOrigins = allowedOrigins
        self.pollerFile = pollerFile
        self.pollerStaleAfter = pollerStaleAfter
        self.maximumWaitersPerChannel = maximumWaitersPerChannel
    }
}
