import Domain
import Testing

@testable import DemoUpstream

extension Simulation {
    static func make(
        accounts: Int = 1,
        coreSize: Int = 3,
        queueSize: Int = 10,
        speed: Double = 1,
        seed: UInt64 = 1,
        _ profile: Profile = .plus
    ) -> Simulation {
        var settings = BehaviorSettings()
        settings.profile = profile
        return Simulation(
            configuration: .init(
                accounts: accounts,
                coreSize: coreSize,
                queueSize: queueSize,
                speed: speed,
                seed: seed,
                settings: settings
            )
        )
    }

    /// Submits a body as it is written on the wire.
    @discardableResult
    mutating func submit(
        _ name: SubmitName,
        _ body: String,
        at now: Milliseconds = 0
    ) throws -> SubmitReply {
        let body = try JSONValue.parse(Array(body.utf8))
        return submit(SubmitRequest(name: name, body: body), at: now)
    }

    mutating func imagine(_ prompt: String, at now: Milliseconds = 0) -> SubmitReply {
        submit(SubmitRequest(body: .object(["prompt": .string(prompt)])), at: now)
    }

    /// The newest of all tasks, vanished or not.
    var newest: DemoTask? { order.last.flatMap { tasks[$0] } }

    mutating func finishedGrid() throws -> DemoTask {
        let id = grid()
        return try #require(task(id))
    }

    /// The id of a grid, which is finished after a minute.
    mutating func grid(_ prompt: String = "cat", at now: Milliseconds = 0) -> String {
        _ = imagine(prompt, at: now)
        return order.last ?? ""
    }
}

extension SubmitReply {
    var json: JSONValue { json(.plus) }

    /// Of the task that was accepted.
    var id: String? {
        switch self {
        case .accepted(let id, _, _), .modal(let id, _, _): id
        default: nil
        }
    }
}

extension DemoTask {
    func json(
        at now: Milliseconds,
        pictures: String = "http://h/p",
        _ profile: Profile = .plus,
        withDisplays: Bool = false
    ) -> JSONValue {
        var settings = BehaviorSettings()
        settings.profile = profile
        return json(
            TaskRendering(
                now: now,
                pictures: pictures,
                settings: settings,
                withDisplays: withDisplays
            )
        )
    }
}
