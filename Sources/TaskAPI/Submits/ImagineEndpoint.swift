import Domain
import FastCGI

/// `POST /mj/submit/imagine`.
struct ImagineEndpoint: Endpoint {
    let context: Context
    let bodies: BodyBudget
    let submission: Submission

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
        let limit = context.configuration.maximumBodySize
        // nginx takes the body in before it asks, so it knows the length.
        let length = request.fastCGI.parameter("CONTENT_LENGTH").flatMap { Int($0) } ?? limit
        let reply = try bodies.hold(min(max(length, 0), limit)) {
            try submit(request, of: identity)
        }
        guard let reply else { throw Problem.unavailable() }
        return reply
    }

    private func submit(_ request: Request, of identity: Identity) throws -> Answer {
        let configuration = context.configuration
        let imagine = try ImagineRequest(
            request.fastCGI.readBody(limit: configuration.maximumBodySize),
            maximumPromptLength: configuration.maximumPromptLength
        )
        let reply = try submission.submit(
            Submission.Draft(
                identity: identity,
                action: .imagine,
                mode: nil,
                prompt: imagine.prompt,
                details: TaskDetails(
                    state: imagine.state,
                    description: "/imagine \(imagine.prompt)",
                    notifyHook: imagine.notifyHook
                ),
                route: "/mj/submit/imagine",
                body: imagine.body
            )
        )
        return .json(reply.body)
    }
}
