import FoundationEssentials

/// Where something of the outside is: the parts of an http(s) URL that are checked before anything
/// is sent.
struct OutsideAddress: Sendable, Equatable {
    let url: String
    /// In lower case, without the brackets of an IPv6 address.
    let host: String
    let port: Int

    /// - Parameter base: what a redirect's relative address is relative to.
    init(_ text: String, relativeTo base: OutsideAddress? = nil) throws(RefusedAddress) {
        guard
            let url = URL(string: text, relativeTo: base.flatMap { URL(string: $0.url) }),
            let scheme = url.scheme?.lowercased(), let rawHost = url.host
        else { throw RefusedAddress(reason: "not an address") }
        guard scheme == "http" || scheme == "https" else {
            throw RefusedAddress(reason: "scheme is not http or https")
        }
        guard url.user == nil, url.password == nil else {
            throw RefusedAddress(reason: "address with credentials")
        }
        var host = rawHost.lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        // No percent-encodings, scopes or spaces: what is checked must be what is connected to.
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        guard isPlain, !host.isEmpty else { throw RefusedAddress(reason: "not a host name") }
        self.host = host
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65_535).contains(port) else { throw RefusedAddress(reason: "not a port") }
        self.port = port
        // Written anew, so that the client sees the very host that was checked.
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        let path = url.absoluteURL.path(percentEncoded: true)
        let query = url.query(percentEncoded: true).map { "?\($0)" } ?? ""
        self.url = "\(scheme)://\(authority)\(path.isEmpty ? "/" : path)\(query)"
    }
}

/// An address that nothing is sent to.
struct RefusedAddress: Error, Equatable {
    let reason: String
}
