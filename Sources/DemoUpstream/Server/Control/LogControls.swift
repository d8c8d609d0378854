import Domain

/// What was asked, and what was told.
enum LogControls {
    static let routes = [
        ControlRoute("GET", "/requests", "what was asked under /mj, oldest first") {
            .json(.array($0.world.withState(\.requests).all.map(\.json)))
        },
        ControlRoute("DELETE", "/requests", "forgotten") {
            $0.world.withState { $0.requests.removeAll() }
            return .done
        },
        ControlRoute("GET", "/hooks", "what was told to notifyHooks, oldest first") {
            .json(.array($0.world.withState(\.hookLog).all.map(\.json)))
        },
        ControlRoute("DELETE", "/hooks", "forgotten") {
            $0.world.withState { $0.hookLog.removeAll() }
            return .done
        },
    ]
}
