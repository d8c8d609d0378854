import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Fetches pictures from addresses that come from outside, and cannot be led into a private
/// network: each hop is checked (``OutsideHosts``).
struct PictureFetch: Sendable {
    private let hosts: OutsideHosts
    private let fileThreads = NIOThreadPool(numberOfThreads: 2)

    init(hosts: OutsideHosts) {
        self.hosts = hosts
        fileThreads.start()
    }

    func fetch(
        _ url: String,
        channelURL: String,
        to path: String,
        limits: PictureLimits
    ) async throws(PictureError) -> String {
        do {
            return try await withTimeout(limits.timeout) {
                let channel = try OutsideAddress(channelURL)
                var address = try OutsideAddress(url)
                for _ in 0...limits.maximumRedirects {
                    switch try await hop(to: address, channel, path, limits) {
                    case .moved(let location):
                        address = try OutsideAddress(location, relativeTo: address)
                    case .stored(let type):
                        return type.rawValue
                    }
                }
                throw PictureError.refused(reason: "too many redirects")
            }
        } catch let error as PictureError {
            throw error
        } catch let error as RefusedAddress {
            throw .refused(reason: error.reason)
        } catch {
            throw .unreachable(reason: reason(error))
        }
    }

    private enum Outcome {
        case moved(String)
        case stored(MediaType)
    }

    private func hop(
        to address: OutsideAddress,
        _ channel: OutsideAddress,
        _ path: String,
        _ limits: PictureLimits
    ) async throws -> Outcome {
        // The channel's own host may be private, but only where the channel is: another port of
        // that host is another service.
        let isChannel = address.host == channel.host && address.port == channel.port
        return try await hosts.reach(
            address.host,
            timeout: limits.timeout,
            isAllowed: { isChannel || $0.isPublic },
            triesNext: { !($0 is PictureError || $0 is RefusedAddress) },
            { client in try await get(address, client, path, limits) }
        )
    }

    private func get(
        _ address: OutsideAddress,
        _ client: HTTPClient,
        _ path: String,
        _ limits: PictureLimits
    ) async throws -> Outcome {
        var request = HTTPClientRequest(url: address.url)
        request.headers.add(name: "accept", value: "image/*,video/*")
        let response = try await client.execute(request, deadline: .distantFuture)
        switch response.status.code {
        case 200:
            return .stored(try await store(response, at: path, limits))
        case 301, 302, 303, 307, 308:
            guard let location = response.headers.first(name: "location") else {
                throw PictureError.refused(reason: "redirect without location")
            }
            return .moved(location)
        default:
            // Also a 403 or 404: servers name pictures before they serve them, and signed links
            // of a CDN fail for a while. The caller's deadline ends the tries.
            throw PictureError.unreachable(reason: "status \(response.status.code)")
        }
    }

    private func store(
        _ response: HTTPClientResponse,
        at path: String,
        _ limits: PictureLimits
    ) async throws -> MediaType {
        let length = response.headers.first(name: "content-length").flatMap { Int($0) }
        if let length, length > limits.maximumSize { throw Self.tooLarge }
        let file = try await PartialFile.create(for: path, on: fileThreads)
        do {
            var size = 0
            var firstBytes: [UInt8] = []
            for try await buffer in response.body {
                size += buffer.readableBytes
                guard size <= limits.maximumSize else { throw Self.tooLarge }
                let missing = MediaType.prefixLength - firstBytes.count
                if missing > 0 {
                    firstBytes += buffer.readableBytesView.prefix(missing)
                    if firstBytes.count == MediaType.prefixLength { _ = try type(of: firstBytes) }
                }
                try await file.append(buffer)
            }
            // An iteration that ends because its task was cancelled ends like a complete one.
            try Task.checkCancellation()
            let type = try type(of: firstBytes)
            try await file.moveIntoPlace()
            return type
        } catch {
            file.discard()
            throw error
        }
    }

    private func type(of firstBytes: [UInt8]) throws(PictureError) -> MediaType {
        guard !firstBytes.isEmpty else { throw .unreachable(reason: "empty answer") }
        guard let type = MediaType(firstBytes: firstBytes) else {
            // Mostly a page that tells of a passing error, with status 200.
            throw .unreachable(reason: "neither picture nor video")
        }
        return type
    }

    private static let tooLarge = PictureError.refused(reason: "too large")

    func shutdown() async {
        // Fails only when called twice, and then there is nothing left to end.
        try? await fileThreads.shutdownGracefully()
    }
}
