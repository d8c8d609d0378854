import Administration
import Domain
import Settings
import Storage

/// Channels for people.
extension ChannelView {
    static func table(_ channels: [ChannelView]) -> TextTable {
        TextTable(
            [
                .init("ID", .right), .init("NAME", isFlexible: true),
                .init("URL", isFlexible: true), .init("STATE"), .init("WHY", isFlexible: true),
                .init("IN FLIGHT", .right), .init("PRIORITY", .right), .init("WEIGHT", .right),
                .init("SERVES", isFlexible: true), .init("SECRET"),
            ],
            rows: channels.map {
                [
                    String($0.id), $0.name, $0.url, $0.stateText, $0.why, $0.load,
                    String($0.priority), String($0.weight), $0.serves,
                    $0.hasSecret ? "set" : "none",
                ]
            }
        )
    }

    /// Of one channel, a line for each of its properties.
    var details: String {
        var rows = [
            ["Channel", "\(name) (id \(id))"], ["URL", url],
            ["Secret", hasSecret ? "set" : "none"], ["State", stateText],
        ]
        if !statusReason.isEmpty { rows.append(["Reason", statusReason]) }
        if let health {
            rows.append(["Failures", "\(health.failures) in a row, the last: \(health.reason)"])
            rows.append(["Last failure", Output.time(health.failedAt)])
            if let since = health.disabledAt { rows.append(["Since", Output.time(since)]) }
            if let next = health.nextTrialAt { rows.append(["Next trial", Output.time(next)]) }
        }
        rows += [
            ["In flight", load], ["Waiting", "\(waiting) for their users’ modal calls"],
            ["Priority", String(priority)], ["Weight", String(weight)],
            ["Groups", Self.list(groups)], ["Actions", Self.list(actions)],
            ["Modes", Self.list(modes)],
        ]
        return TextTable([.init(""), .init("", isFlexible: true)], rows: rows)
            .text(width: Output.terminalWidth)
    }

    private var stateText: String {
        switch state {
        case .enabled: "enabled"
        case .disabled: "disabled"
        case .disabledAutomatically: "disabled (auto)"
        }
    }

    /// Of its state, with since when and until when.
    private var why: String {
        switch state {
        case .disabled:
            return statusReason.isEmpty ? "-" : statusReason
        case .enabled:
            return health.map { "failed \($0.failures)x: \($0.reason)" } ?? "-"
        case .disabledAutomatically:
            guard let health, let since = health.disabledAt, let next = health.nextTrialAt else {
                return "-"
            }
            let rest = next - wallClock()
            let trial = rest > 0 ? "next trial in \(Self.span(rest))" : "next trial due"
            return "\(health.reason); since \(Output.time(since)), \(trial)"
        }
    }

    private var load: String { inFlightLimit.map { "\(inFlight)/\($0)" } ?? String(inFlight) }

    private var serves: String {
        let parts = [groups, actions, modes].filter { !$0.isEmpty }
            .map { $0.joined(separator: ",") }
        return parts.isEmpty ? "all" : parts.joined(separator: " ")
    }

    private static func list(_ words: [String]) -> String {
        words.isEmpty ? "all" : words.joined(separator: ", ")
    }

    /// In whole seconds, rounded up.
    private static func span(_ milliseconds: Milliseconds) -> String {
        TimeSpan.format(.seconds((milliseconds + 999) / 1000))
    }
}
