import Domain
package import HotState
package import Logging
import ServiceLifecycle
package import Storage
package import Upstream

/// Keeps every task current: asks the channels, writes hot state, ends what is finished.
package struct PollerService: Service {
    package init(
        configuration: PollingConfiguration, hotState: HotState.Configuration,
        versions: Versions, store: Store, channels: ChannelClient, logger: Logger,
        onReady: @escaping @Sendable () -> Void
    ) {
        fatalError("stub")
    }

    package func run() async throws { fatalError("stub") }
}
