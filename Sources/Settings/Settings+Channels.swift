import Domain
import Storage
import Upstream

extension Settings {
    /// How channels are talked to.
    static let channelSettings: [Setting] = [
        Setting(
            "MJTASK_CHANNEL_SUBMIT_TIMEOUT",
            \.channels.submitTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait for a channel's answer to a submit; trying several channels takes a "
                + "sixth more at most. nginx's fastcgi_read_timeout (mjtask-relay.conf, 75s) and "
                + "the relay unit's TimeoutStopSec (90s) must be longer by a sixth and 5s."
        ),
        Setting(
            "MJTASK_CHANNEL_POLL_TIMEOUT",
            \.channels.pollTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait for a channel's answer to a poll."
        ),
        Setting(
            "MJTASK_CHANNEL_CONNECT_TIMEOUT",
            \.channels.connectTimeout,
            .time(.milliseconds(100) ... .seconds(60)),
            "The longest wait for a connection to a channel."
        ),
        Setting(
            "MJTASK_CHANNEL_MAX_ANSWER",
            \.channels.maximumAnswerSize,
            .size(64 << 10...1 << 30),
            "The largest answer of a channel that is read."
        ),
        Setting(
            "MJTASK_CHANNEL_CHUNK",
            \.channels.chunkSize,
            .integer(1...1_000),
            "The most ids in one list-by-condition sent to a channel."
        ),
        Setting(
            "MJTASK_CHANNEL_FAILURES",
            \.store.channelHealth.failures,
            .integer(0...1_000),
            "The failures in a row after which a channel gets no new tasks; 0: that never happens."
        ),
        Setting(
            "MJTASK_CHANNEL_RETRY",
            \.store.channelHealth.pause,
            .time(.milliseconds(100) ... .seconds(86_400)),
            "How long such a channel is left alone before one submit tries it; each try that "
                + "fails doubles it."
        ),
        Setting(
            "MJTASK_CHANNEL_RETRY_LIMIT",
            \.store.channelHealth.longestPause,
            .time(.milliseconds(100) ... .seconds(7 * 86_400)),
            "The longest time between two such tries; at least MJTASK_CHANNEL_RETRY."
        ),
    ]
}
