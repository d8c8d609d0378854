import Domain
import HotState
import Logging
import Storage
import TaskDocuments

/// What the endpoints of one worker thread work with: the shared services, and the thread's own
/// connection to Redis.
final class Context {
    let configuration: TaskAPIConfiguration
    let store: Store
    let versions: Versions
    let hotState: HotState
    let authentication: Authentication
    let logger: Logger
    let now: @Sendable () -> Milliseconds
    private var links: PictureLinks?

    init(_ services: Application.Services) {
        configuration = services.configuration
        store = services.store
        versions = services.versions
        hotState = HotState(
            configuration: services.hotState,
            versions: services.versions,
            memory: services.pages,
            logger: services.logger
        )
        logger = services.logger
        now = services.now
        authentication = Authentication(
            store: store,
            versions: versions,
            hotState: hotState,
            now: now
        )
    }

    /// The key is in the database, which may be away when the thread starts: it is read with the
    /// first request that needs it.
    func pictureLinks() throws -> PictureLinks {
        if let links { return links }
        let made = PictureLinks(key: try store.pictureKey(), publicURL: configuration.publicURL)
        links = made
        return made
    }
}

/// What answers the requests of a route.
protocol Endpoint {
    /// - Parameter id: What stood at `{id}` in the path.
    func answer(_ request: Request, id: String?) throws -> Answer
}
