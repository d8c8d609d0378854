import NIOPosix
import Synchronization

/// Draws pictures when somebody asks for them, and keeps the latest.
final class PictureGallery: Sendable {
    private let size: Int
    /// Drawing takes tens of milliseconds: not on the threads that answer.
    private let painters = NIOThreadPool(numberOfThreads: 2)
    private let kept = Mutex(Kept())

    private struct Kept {
        var files: [PictureName: [UInt8]] = [:]
        /// Oldest first.
        var order: [PictureName] = []
    }

    init(size: Int) {
        self.size = size
        painters.start()
    }

    func file(_ name: PictureName) async throws -> [UInt8] {
        if let file = kept.withLock({ $0.files[name] }) { return file }
        let file = try await painters.runIfActive { [size] in Self.draw(name, size: size) }
        kept.withLock { kept in
            guard kept.files.updateValue(file, forKey: name) == nil else { return }
            kept.order.append(name)
            if kept.order.count > 128 { kept.files[kept.order.removeFirst()] = nil }
        }
        return file
    }

    /// Previews are drawn small and shown in blocks that shrink with each step.
    private static func draw(_ name: PictureName, size: Int) -> [UInt8] {
        let painting = Painting(name.subject)
        switch name.kind {
        case .final:
            return PNGEncoder.encode(painting.draw(size: size))
        case .preview(let step):
            let block = max(1, 1 << (Lifecycle.percents.count - 1 - step))
            return WebPEncoder.encode(
                painting.draw(size: max(16, size / 2)).pixelated(block: block)
            )
        }
    }

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await painters.shutdownGracefully()
    }
}
