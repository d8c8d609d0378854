import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// The control plane, on a port of its own: tests and demos arrange the world through it.
struct ControlResponder: HTTPResponder {
    let world: World

    static let help = """
        GET    /tasks                all tasks, newest first: id, state, status, progress
        POST   /tasks/{id}/state     {"status","progress","imageUrl","failReason","vanish"}
        POST   /reset                as after a start
        POST   /restart              {"keepTasks": false}: the server forgets its tasks
        GET    /accounts             id, paused, running, waiting
        POST   /accounts/{id}/pause  no new tasks (resume: again)
        GET    /clock                now, frozen
        POST   /clock                {"advance": milliseconds, "frozen": true}
        GET    /requests             what was asked under /mj, oldest first
        DELETE /requests
        GET    /faults               how many are set
        POST   /faults               {"target": submit|fetch|list|picture|any, "count": 1 (-1: all),
                                      "kind": status|delay|close|lostAnswer|garbage|truncate|
                                      trickle|omit|duplicate|foreign, "status": 500,
                                      "milliseconds": 100, "body": "", "ids": []}
        DELETE /faults

        """

    func respond(to request: Request, context: DemoContext) async throws -> Response {
        let request = try await DemoRequest(request)
        let answer = answer(request)
        var headers = HTTPFields()
        if let type = answer.type { headers[.contentType] = type }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes))
        )
    }

    private static let done = Answer.json(.object(["ok": .bool(true)]))

    private func answer(_ request: DemoRequest) -> Answer {
        let body: JSONValue
        if request.body.isEmpty {
            body = .object([:])
        } else if let value = try? JSONValue.parse(request.body) {
            body = value
        } else {
            return .text("the body is no JSON\n", status: 400)
        }
        let path = request.segments
        switch (request.method, path.first, path.count) {
        case ("GET", nil, 0): return .text(Self.help)
        case ("GET", "tasks", 1): return .json(tasks())
        case ("POST", "tasks", 3) where path[2] == "state": return force(path[1], body)
        case ("POST", "reset", 1):
            world.reset()
            return Self.done
        case ("POST", "restart", 1):
            if body["keepTasks"] != .bool(true) { world.withState { $0.simulation.forgetTasks() } }
            return Self.done
        case ("GET", "accounts", 1): return .json(accounts())
        case ("POST", "accounts", 3) where ["pause", "resume"].contains(path[2]):
            let isPaused = path[2] == "pause"
            let isKnown = world.withState {
                $0.simulation.setPaused(isPaused, account: path[1])
            }
            return isKnown ? Self.done : .text("no such account\n", status: 404)
        case ("GET", "clock", 1): return .json(clock())
        case ("POST", "clock", 1):
            world.withState { state in
                if case .bool(let isFrozen) = body["frozen"] { state.clock.setFrozen(isFrozen) }
                if let time = body["advance"]?.integer { state.clock.advance(by: max(0, time)) }
            }
            return .json(clock())
        case ("GET", "requests", 1):
            return .json(.array(world.withState(\.requests).all.map(\.json)))
        case ("DELETE", "requests", 1):
            world.withState { $0.requests.removeAll() }
            return Self.done
        case ("GET", "faults", 1):
            return .json(
                .object(["faults": .integer(Int64(world.withState(\.faults).faults.count))])
            )
        case ("POST", "faults", 1):
            guard let fault = Fault(body) else { return .text("no such fault\n", status: 400) }
            world.withState { $0.faults.add(fault) }
            return Self.done
        case ("DELETE", "faults", 1):
            world.withState { $0.faults.removeAll() }
            return Self.done
        default: return .text("no such route\n\n" + Self.help, status: 404)
        }
    }

    private func tasks() -> JSONValue {
        let (tasks, now) = world.withState { state in
            (state.simulation.order.reversed().compactMap { state.simulation.tasks[$0] }, state.now)
        }
        return .array(
            tasks.map { task in
                let view = task.view(at: now)
                return .object([
                    "id": .string(task.id), "state": .orNull(task.order.fields.state),
                    "status": .string(view.status), "progress": .orNull(view.progress),
                    "vanished": .bool(task.forced.vanished),
                ])
            }
        )
    }

    private func force(_ id: String, _ body: JSONValue) -> Answer {
        let isKnown = world.withState { state in
            let now = state.now
            return state.simulation.change(id) {
                if let status = body["status"]?.string {
                    $0.forced.status = status
                    $0.forced.finishTime =
                        TaskStatus(rawValue: status)?.isTerminal == true ? now : nil
                }
                if let progress = body["progress"]?.string { $0.forced.progress = progress }
                if let url = body["imageUrl"]?.string { $0.forced.imageURL = url }
                if let reason = body["failReason"]?.string { $0.forced.failReason = reason }
                if case .bool(let vanished) = body["vanish"] { $0.forced.vanished = vanished }
            }
        }
        return isKnown ? Self.done : .text("no such task\n", status: 404)
    }

    private func accounts() -> JSONValue {
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

    private func clock() -> JSONValue {
        world.withState { state in
            .object(["now": .integer(state.now), "frozen": .bool(state.clock.isFrozen)])
        }
    }
}
