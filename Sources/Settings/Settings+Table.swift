extension Settings {
    /// Every setting there is, in the order of the manual (`systemd/mjtask.env`).
    package static let table =
        dataSettings + answerSettings + pollingSettings + callbackSettings + channelSettings
        + programSettings
}
