package import Logging
import Synchronization

/// Keeps the messages, for tests of what is logged.
package struct LogRecorder: LogHandler {
    package final class Messages: Sendable {
        package init() {}

        private let texts = Mutex<[String]>([])

        package var all: [String] { texts.withLock { $0 } }

        package func add(_ text: String) {
            texts.withLock { $0.append(text) }
        }
    }

    package let messages: Messages
    package var metadata: Logger.Metadata = [:]
    package var logLevel = Logger.Level.trace

    package init(_ messages: Messages) {
        self.messages = messages
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        messages.add("\(event.level): \(event.message)")
    }
}
