import Domain

/// Everything we keep in Redis: how it is called, what lies there, how long it stays.
///
/// | key, after the prefix          | value                  | stays                |
/// | ------------------------------ | ---------------------- | -------------------- |
/// | `token:<64 hex digits>`        | ``CachedIdentity``     | ``pageSeconds``      |
/// | `page:<64 hex digits>:<list>:<query>` | ``CachedPage``  | ``pageSeconds``      |
/// | `hot:<mj_id>`                  | ``HotDocument``        | ``hotTaskSeconds``   |
/// | `hints`                        | list of ``Hint``       | ``hintSeconds``      |
///
/// The prefix, `mjtask:<database id>:`, keeps two installations on one Redis apart. All but the
/// hints are plain strings, and all expire; a page is called after the token and not after the user, so that one
/// pipeline can ask for both before the user is known.
struct Keys: Sendable {
    /// Each hint is a reason to look at a channel at once, and there are few channels.
    static let maximumHints = 1000
    /// By then every channel has been looked at anyway.
    static let hintSeconds = 60

    private let prefix: [UInt8]
    let pageSeconds: Int
    let hotTaskSeconds: Int

    init(databaseID: String, configuration: HotState.Configuration) {
        prefix = Array("mjtask:\(databaseID):".utf8)
        // Redis refuses an expiry of 0 (https://redis.io/docs/latest/commands/set/).
        pageSeconds = max(1, Int(configuration.pageLifetime.components.seconds))
        hotTaskSeconds = max(1, Int(configuration.hotTaskLifetime.components.seconds))
    }

    func token(_ hash: TokenHash) -> [UInt8] {
        key("token:", hash.hex)
    }

    func page(_ page: PageKey, for hash: TokenHash) -> [UInt8] {
        key("page:", hash.hex, ":", page.list.rawValue, ":", page.query)
    }

    func hotTask(_ mjID: String) -> [UInt8] {
        key("hot:", mjID)
    }

    var hints: [UInt8] { key("hints") }

    private func key(_ parts: String...) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(parts.reduce(prefix.count) { $0 + $1.utf8.count })
        key.append(contentsOf: prefix)
        for part in parts { key.append(contentsOf: part.utf8) }
        return key
    }
}
