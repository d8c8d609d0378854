import FastCGI
import Foundation
import Settings
import Systemd
import TaskAPI

/// The listening socket of a part: opened by this process, or passed to it.
struct ResponderSocket: CustomStringConvertible {
    let descriptor: Int32
    let description: String
    /// Nil for a socket that belongs to the service manager: it outlives this process.
    private let own: ListeningSocket?

    init(
        part: Application.Part,
        path: String?,
        settings: Settings,
        environment: [String: String]
    ) throws {
        let inherited = InheritedSockets(environment: environment, pid: getpid())
        if path == nil, let descriptor = inherited.descriptor(named: part.rawValue) {
            self.descriptor = descriptor
            description = "inherited"
            own = nil
        } else {
            let setting = part == .relay ? settings.relaySocket : settings.listSocket
            let socket = try ListeningSocket(path: path ?? setting)
            descriptor = socket.descriptor
            description = socket.path
            own = socket
        }
    }

    func close() {
        own?.close()
    }
}
