import Domain

/// Tasks, as the control plane sees and changes them.
enum TaskControls {
    static let routes = [
        ControlRoute("GET", "/tasks", "all tasks, newest first: id, state, status, progress …") {
            .json(tasks($0.world))
        },
        ControlRoute(
            "POST",
            "/tasks/{id}/state",
            #"{"status","progress","imageUrl","failReason","vanish","release"}"#
                + "\nrelease: true makes it live by the clock again"
        ) { force($0) },
    ]

    private static func tasks(_ world: World) -> JSONValue {
        let (tasks, now) = world.withState { state in
            (state.simulation.order.reversed().compactMap { state.simulation.tasks[$0] }, state.now)
        }
        return .array(
            tasks.map { task in
                let view = task.view(at: now)
                return .object([
                    "id": .string(task.id), "state": .orNull(task.order.fields.state),
                    "status": .string(view.status), "progress": .orNull(view.progress),
                    "action": .string(task.order.action.rawValue),
                    "prompt": .string(task.order.prompt), "account": .string(task.accountID),
                    "parent": .orNull(task.order.parentID),
                    "customId": .orNull(task.order.customID),
                    "mode": .orNull(task.order.fields.mode?.rawValue),
                    "notifyHook": .orNull(task.order.fields.notifyHook),
                    "vanished": .bool(task.forced.vanished),
                ])
            }
        )
    }

    private static func force(_ call: ControlRoute.Call) -> Answer {
        let body = call.body
        let isKnown = call.world.withState { state in
            let now = state.now
            let isKnown = state.simulation.change(call.parameters[0]) { task in
                if body["release"] == .bool(true) { task.forced = .init() }
                force(&task.forced, body, at: now)
            }
            // A task that was ended leaves its slot.
            if let task = state.simulation.tasks[call.parameters[0]] {
                state.simulation.closeRanks(task.accountID, at: now)
            }
            return isKnown
        }
        return isKnown ? .done : .unknown("task")
    }

    private static func force(
        _ forced: inout DemoTask.Forced,
        _ body: JSONValue,
        at now: Milliseconds
    ) {
        if let status = body["status"]?.string {
            forced.status = status
            forced.finishTime = TaskStatus(rawValue: status)?.isTerminal == true ? now : nil
        }
        if let progress = body["progress"]?.string { forced.progress = progress }
        if let url = body["imageUrl"]?.string { forced.imageURL = url }
        if let reason = body["failReason"]?.string { forced.failReason = reason }
        if case .bool(let vanished) = body["vanish"] { forced.vanished = vanished }
    }
}
