import FastCGI
import Logging
import TaskAPI

extension Settings {
    /// Sockets and threads of the responders, and what all programs share.
    static let programSettings: [Setting] = [
        Setting(
            "MJTASK_LIST_SOCKET",
            \.listSocket,
            .socket,
            "The socket that the list responder opens when systemd passes it none."
        ),
        Setting(
            "MJTASK_LIST_THREADS",
            \.listWorkers.threads,
            .integer(1...1_024),
            "Threads of the list responder: at least 2 x nginx workers x keepalive."
        ),
        Setting(
            "MJTASK_LIST_FIRST_BYTE_TIMEOUT",
            \.listWorkers.firstByteTimeout,
            .time(.milliseconds(100) ... .seconds(600)),
            "How long a new connection to the list responder may send nothing."
        ),
        Setting(
            "MJTASK_LIST_IO_TIMEOUT",
            \.listWorkers.ioTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait of the list responder within a request."
        ),
        Setting(
            "MJTASK_RELAY_SOCKET",
            \.relaySocket,
            .socket,
            "The socket that the relay responder opens when systemd passes it none."
        ),
        Setting(
            "MJTASK_RELAY_THREADS",
            \.relayWorkers.threads,
            .integer(1...1_024),
            "Threads of the relay responder: submits that may wait for channels at once."
        ),
        Setting(
            "MJTASK_CHANNEL_WAITERS",
            \.taskAPI.maximumWaitersPerChannel,
            .integer(1...1_024),
            "The most of these threads that wait for one channel, so that one that hangs cannot "
                + "take them all; at most MJTASK_RELAY_THREADS."
        ),
        Setting(
            "MJTASK_RELAY_FIRST_BYTE_TIMEOUT",
            \.relayWorkers.firstByteTimeout,
            .time(.milliseconds(100) ... .seconds(600)),
            "How long a new connection to the relay responder may send nothing."
        ),
        Setting(
            "MJTASK_RELAY_IO_TIMEOUT",
            \.relayWorkers.ioTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "The longest wait of the relay responder for the client within a request."
        ),

        Setting(
            "MJTASK_STOP_TIMEOUT",
            \.stopTimeout,
            .time(.seconds(1) ... .seconds(600)),
            "How long a program that is told to stop finishes what is under way; "
                + "the relay responder at least as long as MJTASK_CHANNEL_SUBMIT_TIMEOUT."
        ),
        Setting(
            "MJTASK_LOG_LEVEL",
            \.logLevel,
            .choice,
            "The least important messages that are logged."
        ),
    ]
}
