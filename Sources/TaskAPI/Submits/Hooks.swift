/// Who is called when a task changes: channels call us, we call clients.
package struct Hooks: Sendable {
    /// The address, without a trailing slash, that channels reach us by; empty: they get no hook.
    package var channelURL: String
    /// Called for tasks whose client names nobody; empty: then nobody is.
    package var fallback: String

    package init(channelURL: String = "", fallback: String = "") {
        self.channelURL = channelURL
        self.fallback = fallback
    }

    init(_ configuration: TaskAPIConfiguration) {
        self.init(channelURL: configuration.hookURL, fallback: configuration.notifyHook)
    }

    /// The `notifyHook` that a channel is given for a task; nil: none.
    package func hook(of mjID: String, secret: String) -> String? {
        channelURL.isEmpty ? nil : "\(channelURL)/mj/notify/\(mjID)-\(secret)"
    }
}

/// The part of a hook's path that nobody can guess: 128 bits as 32 hex digits.
package enum HookSecret {
    package static func make() -> String {
        // On Linux the system's generator is getrandom(2), fit for secrets.
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
