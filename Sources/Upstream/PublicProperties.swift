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

    /// By bytes: it is asked for each member of each answer.
    private static func isPrivate(_ name: String) -> Bool {
        let letters = name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
            .map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        return privateWords.contains { word in
            guard letters.count >= word.count else { return false }
            return (0...letters.count - word.count).contains {
                letters[$0..<$0 + word.count].elementsEqual(word)
            }
        }
    }

    private static let privateWords = [
        "notifyhook", "token", "secret", "password", "authorization", "cookie", "clientip",
        "proxyurl", "apikey",
    ].map { Array($0.utf8) }
}
