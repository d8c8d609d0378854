import Domain
import FastCGI

/// `POST /mj/submit/imagine`.
struct ImagineEndpoint: Endpoint {
    let context: Context
    let submission: Submission

    func answer(_ request: Request, id: String?) throws -> Answer {
        let identity = try context.authentication.authenticate(request, for: .tasks)
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
                body: imagine.body
            )
        )
        return .json(reply.body)
    }
}
