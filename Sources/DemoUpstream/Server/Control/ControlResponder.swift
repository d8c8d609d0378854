import Domain
import Hummingbird

/// The control plane, on a port of its own: tests and demos arrange the world through it.
struct ControlResponder: HTTPResponder {
    let service: MidjourneyService

    private var world: World { service.world }

    func respond(to request: Request, context: DemoContext) async throws -> Response {
        let request = try await DemoRequest(request)
        let answer: Answer
        if let picture = MidjourneyRoute(
            method: request.method,
            segments: ["mj"] + request.segments,
            .plus
        ), picture.faultTarget == .picture {
            // The same pictures as under /mj, where a gateway has to follow to another port.
            answer = await service.answer(request, picture, nil)
        } else {
            answer = self.answer(request)
            world.noteChange()
        }
        return FaultyResponse.make(answer, nil)
    }

    private func answer(_ request: DemoRequest) -> Answer {
        if request.method == "GET", request.segments.isEmpty {
            return .text(ControlRoute.helpText)
        }
        guard let body = request.body.isEmpty ? .object([:]) : request.json else {
            return .text("the body is no JSON\n", status: 400)
        }
        for route in ControlRoute.all {
            guard let parameters = route.parameters(request.method, request.segments) else {
                continue
            }
            return route.answer(.init(world: world, body: body, parameters: parameters))
        }
        return .text("no such route\n\n" + ControlRoute.helpText, status: 404)
    }
}
