import Domain
package import FastCGI
package import HotState
package import Logging
package import Storage
package import Upstream

/// The API, as one worker thread serves it: a request in, an answer out.
package final class Application: FastCGIHandler {
    /// Which routes a process answers: those from memory and disk, or those that wait for a
    /// channel.
    package enum Part: String, Sendable, CaseIterable { case list, relay }

    /// What all workers share.
    package struct Services: Sendable {
        package var configuration: TaskAPIConfiguration
        package var hotState: HotState.Configuration
        package var versions: Versions
        package var store: Store
        /// Nil in the list part, which has no network at all.
        package var channels: ChannelClient?
        package var logger: Logger

        package init(
            configuration: TaskAPIConfiguration, hotState: HotState.Configuration,
            versions: Versions, store: Store, channels: ChannelClient?, logger: Logger
        ) {
            self.configuration = configuration
            self.hotState = hotState
            self.versions = versions
            self.store = store
            self.channels = channels
            self.logger = logger
        }
    }

    package init(part: Part, services: Services) { fatalError("stub") }

    package func respond(to request: FastCGIRequest) -> FastCGIResponse { fatalError("stub") }
}
