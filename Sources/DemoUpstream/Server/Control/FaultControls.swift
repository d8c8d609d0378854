import Domain

/// What goes wrong.
enum FaultControls {
    static let routes = [
        ControlRoute("GET", "/faults", "how many are set") {
            let count = $0.world.withState(\.faults).faults.count
            return .json(.object(["faults": .integer(Int64(count))]))
        },
        ControlRoute(
            "POST",
            "/faults",
            #"{"target": submit|fetch|list|seed|cancel|picture (image)|any,"#
                + "\n"
                + #""count": 1 (-1: all), "probability": 1, "task": id, "kind": …}, see below"#
        ) { call in
            guard let fault = Fault(call.body) else { return .text("no such fault\n", status: 400) }
            call.world.withState { $0.faults.add(fault) }
            return .done
        },
        ControlRoute("DELETE", "/faults", "none any more") {
            $0.world.withState { $0.faults.removeAll() }
            return .done
        },
    ]
}
