import Domain

/// The clock, the accounts, the settings, and new beginnings.
enum WorldControls {
    static let routes = [
        ControlRoute("POST", "/reset", "as after a start") {
            $0.world.reset()
            return .done
        },
        ControlRoute("POST", "/restart", #"{"keepTasks": false}: the server forgets its tasks"#) {
            if $0.body["keepTasks"] != .bool(true) {
                $0.world.withState { $0.simulation.forgetTasks() }
            }
            return .done
        },
        ControlRoute(
            "POST",
            "/scenario",
            #"{"accounts":1,"coreSize":3,"queueSize":10,"speed":1,"#
                + "\n"
                + #""settings":{…},"faults":[…],"frozen":false}: a new world with all that"#
        ) { load($0) },
        ControlRoute("GET", "/accounts", "id, paused, running, waiting") {
            .json(accounts($0.world))
        },
        ControlRoute("POST", "/accounts/{id}/pause", "no new tasks") { pause($0, true) },
        ControlRoute("POST", "/accounts/{id}/resume", "again") { pause($0, false) },
        ControlRoute("GET", "/clock", "now, frozen") { .json(clock($0.world)) },
        ControlRoute("POST", "/clock", #"{"advance": milliseconds, "frozen": true}"#) { call in
            call.world.withState { state in
                if case .bool(let isFrozen) = call.body["frozen"] {
                    state.clock.setFrozen(isFrozen)
                }
                if let time = call.body["advance"]?.integer {
                    state.clock.advance(by: max(0, time))
                }
            }
            return .json(clock(call.world))
        },
        ControlRoute("GET", "/settings", "all, see below") {
            .json(SettingField.json($0.world.withState { $0.simulation.settings }))
        },
        ControlRoute("POST", "/settings", "{name: value, …}") { call in
            call.world.withState { state in
                apply(call.body, to: &state.simulation.settings)
            }
        },
    ]

    private static func apply(_ body: JSONValue, to settings: inout BehaviorSettings) -> Answer {
        guard let changed = SettingField.applying(body, to: settings) else {
            return .text("a setting is unknown or has no such value\n", status: 400)
        }
        settings = changed
        return .json(SettingField.json(changed))
    }

    private static func load(_ call: ControlRoute.Call) -> Answer {
        let body = call.body
        var configuration = call.world.withState { $0.simulation.configuration }
        func positive(_ name: String, _ usual: Int, least: Int = 1) -> Int {
            body[name]?.integer.map { Int(clamping: max(Int64(least), $0)) } ?? usual
        }
        configuration.accounts = positive("accounts", configuration.accounts)
        configuration.coreSize = positive("coreSize", configuration.coreSize)
        configuration.queueSize = positive("queueSize", configuration.queueSize, least: 0)
        if let speed = body["speed"]?.double, speed > 0 { configuration.speed = speed }
        var state = World.State(configuration)
        let faults = (body["faults"]?.array ?? []).map { Fault($0) }
        for fault in faults.compactMap(\.self) { state.faults.add(fault) }
        guard !faults.contains(nil),
            let settings = SettingField.applying(
                body["settings"] ?? .object([:]),
                to: configuration.settings
            )
        else { return .text("a fault or a setting makes no sense\n", status: 400) }
        state.simulation.settings = settings
        state.clock.setFrozen(body["frozen"] == .bool(true))
        call.world.begin(state)
        return .done
    }

    private static func pause(_ call: ControlRoute.Call, _ isPaused: Bool) -> Answer {
        let isKnown = call.world.withState {
            $0.simulation.setPaused(isPaused, account: call.parameters[0])
        }
        return isKnown ? .done : .unknown("account")
    }

    private static func accounts(_ world: World) -> JSONValue {
        world.withState { state in
            let now = state.now
            return .array(
                state.simulation.accounts.map { account in
                    var account = account
                    let counts = account.counts(at: now)
                    return .object([
                        "id": .string(account.id), "paused": .bool(account.isPaused),
                        "running": .integer(Int64(counts.running)),
                        "waiting": .integer(Int64(counts.waiting)),
                    ])
                }
            )
        }
    }

    private static func clock(_ world: World) -> JSONValue {
        world.withState { state in
            .object(["now": .integer(state.now), "frozen": .bool(state.clock.isFrozen)])
        }
    }
}

extension JSONValue {
    var double: Double? {
        switch self {
        case .number(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }
}
