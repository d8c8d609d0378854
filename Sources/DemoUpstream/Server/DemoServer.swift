import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Both servers, as one program: tells where they listen as soon as both do.
struct DemoServer: Sendable {
    var host = "127.0.0.1"
    /// 0: any that is free.
    var port = 8080
    var controlPort = 0
    /// The side of a picture, in pixels.
    var pictureSize = 512
    var simulation = Simulation.Configuration()
    /// Called once, with the ports that were taken.
    var onReady: @Sendable (_ port: Int, _ controlPort: Int) -> Void = { _, _ in }

    func run(logger: Logger) async throws {
        let world = World(simulation)
        let gallery = PictureGallery(size: pictureSize)
        let ready = ReadyNotice(call: onReady)
        let service = MidjourneyService(world: world, gallery: gallery)
        let main = application(MidjourneyResponder(service: service), port, logger) {
            world.listens(at: "http://\(host):\($0)")
            ready.note(main: $0)
        }
        let control = application(ControlResponder(service: service), controlPort, logger) {
            ready.note(control: $0)
        }
        var configuration = ServiceGroupConfiguration(
            services: [main, control, HookService(world: world)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // A request that is being delayed on purpose does not delay the end.
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        try await ServiceGroup(configuration: configuration).run()
        await gallery.shutdown()
    }

    private func application(
        _ responder: some HTTPResponder<DemoContext>,
        _ port: Int,
        _ logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void
    ) -> some Service {
        Application(
            responder: responder,
            configuration: .init(address: .hostname(host, port: port), backlog: 4_096),
            onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }
}

/// Waits for both ports, whichever comes first.
private final class ReadyNotice: Sendable {
    private let ports = Mutex<(main: Int?, control: Int?)>((nil, nil))
    private let call: @Sendable (Int, Int) -> Void

    init(call: @escaping @Sendable (Int, Int) -> Void) {
        self.call = call
    }

    func note(main: Int? = nil, control: Int? = nil) {
        let complete: (Int, Int)? = ports.withLock { ports in
            ports = (main ?? ports.main, control ?? ports.control)
            guard let main = ports.main, let control = ports.control else { return nil }
            return (main, control)
        }
        if let complete { call(complete.0, complete.1) }
    }
}
