import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// The server under `/mj`: notes each request, lets the faults at it, and answers.
struct MidjourneyResponder: HTTPResponder {
    let service: MidjourneyService

    private var world: World { service.world }

    func respond(to request: Request, context: DemoContext) async throws -> Response {
        let request = try await DemoRequest(request)
        let profile = world.withState { $0.simulation.settings.profile }
        let route = MidjourneyRoute(method: request.method, segments: request.segments, profile)
        let number = world.withState { $0.requests.add(request, at: $0.now) }
        let fault = route.flatMap { self.fault(of: request, $0) }
        let answer = try await answer(request, route, fault, profile, context)
        world.withState { $0.requests.answered(number, status: answer.status) }
        if [.submit, .cancel].contains(route?.faultTarget) { world.noteChange() }
        return FaultyResponse.make(answer, fault)
    }

    /// Of the request's own header, else of its prompt, else of the plan.
    private func fault(of request: DemoRequest, _ route: MidjourneyRoute) -> Fault? {
        let target = route.faultTarget
        if let text = request.headers["x-demo-fault"] {
            if let details = try? JSONValue.parse(Array(text.utf8)) { return Fault(details) }
            return Fault(short: text, target: target)
        }
        var ids = [route.taskID, request.json?["taskId"]?.idText].compactMap(\.self)
        ids += (request.json?["ids"]?.array ?? []).compactMap(\.idText)
        if case .submit = route, let prompt = request.json?["prompt"]?.string {
            let ordered = PromptOrders(prompt: prompt).faults.lazy
                .compactMap { Fault(short: $0) }.first { $0.target == .submit }
            if let ordered { return ordered }
        }
        return world.withState { [ids] in $0.faults.take(for: target, ids: ids) }
    }

    private func answer(
        _ request: DemoRequest,
        _ route: MidjourneyRoute?,
        _ fault: Fault?,
        _ profile: Profile,
        _ context: DemoContext
    ) async throws -> Answer {
        switch fault?.kind {
        case .answer(let fault) where !fault.isProcessed:
            return fault.answer(.empty, profile, at: world.withState(\.now))
        case .transport(.close):
            try await context.connection.close()
            return .status(499)
        case .transport(.reset):
            try await context.reset()
            return .status(499)
        case .transport(.delay(let time)):
            try await Task.sleep(for: .milliseconds(time))
        default:
            break
        }
        let answer = await service.answer(request, route, fault)
        switch fault?.kind {
        case .answer(let fault):
            return fault.answer(answer, profile, at: world.withState(\.now))
        case .transport(.late(let time)):
            try await Task.sleep(for: .milliseconds(time))
        case .transport(.lostAnswer):
            try await context.connection.close()
            return .status(499)
        default:
            break
        }
        return answer
    }
}
