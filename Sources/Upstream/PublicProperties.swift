import Domain

/// The part of a channel's `properties` that clients may see.
///
/// Channels keep their internals there, the hook address of a task among them, and give them to
/// everyone who asks.
enum PublicProperties {
    /// Always an object.
    static func strip(_ properties: JSONValue?) -> JSONValue {
        guard case .object(let members) = properties else { return .object([:]) }
        return strip(members)
    }

    private static func strip(_ members: [String: JSONValue]) -> JSONValue {
        var kept: [String: JSONValue] = [:]
        for (name, value) in members where !isPrivate(name) {
            kept[name] = stripNested(value)
        }
        return .object(kept)
    }

    private static func stripNested(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members): strip(members)
        case .array(let elements): .array(elements.map(stripNested))
        default: value
        }
    }

    private static func isPrivate(_ name: String) -> Bool {
        let letters = name.lowercased().filter { $0 != "_" && $0 != "-" }
        return [
            "notifyhook", "token", "secret", "password", "authorization", "cookie", "clientip",
            "proxyurl", "apikey",
        ].contains { letters.contains($0) }
    }
}
