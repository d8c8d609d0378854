import Polling
import Upstream

extension Settings {
    /// How clients are called back.
    static let callbackSettings: [Setting] = [
        Setting(
            "MJTASK_CALLBACK_TIMEOUT",
            \.callbacks.timeout,
            .time(.milliseconds(100) ... .seconds(600)),
            "The longest wait for a receiver of a callback."
        ),
        Setting(
            "MJTASK_CALLBACK_CONCURRENCY",
            \.polling.callbackConcurrency,
            .integer(1...64),
            "How many callbacks to one receiver are under way at a time."
        ),
        Setting(
            "MJTASK_CALLBACK_DEADLINE",
            \.polling.callbackDeadline,
            .time(.seconds(60) ... .seconds(30 * 86_400)),
            "How long the callback of a task's end is tried again before it is given up."
        ),
        Setting(
            "MJTASK_CALLBACK_KEEP",
            \.polling.failedCallbackLifetime,
            .time(.seconds(3600) ... .seconds(365 * 86_400)),
            "How long callbacks that were given up can be seen and tried again by hand."
        ),
        Setting(
            "MJTASK_CALLBACK_ALLOWED",
            \.callbacks.allowed,
            .receivers,
            "Receivers of callbacks that may be in a private network."
        ),
    ]
}
