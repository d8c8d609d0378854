import Domain
import FastCGI

/// What every submit goes through before anything is done for it: whose it is, whether its body
/// can be held, what all bodies have in common, and the words that nobody may send.
struct SubmitIntake {
    let context: Context
    let bodies: BodyBudget
    let bannedWords: BannedWordFile

    func answer(
        _ request: Request,
        _ submit: (Identity, SubmitForm) throws -> SubmitReply
    ) throws -> Answer {
        let identity = try context.authentication.authenticateAtSource(request, for: .tasks)
        let limit = context.configuration.maximumBodySize
        // nginx takes the body in before it asks, so it knows the length.
        let length = request.fastCGI.parameter("CONTENT_LENGTH").flatMap { Int($0) } ?? limit
        let reply = try bodies.hold(min(max(length, 0), limit), for: identity.userID) {
            let form = try read(request, limit: limit)
            if let word = bannedWords.current().first(in: form.prompt) {
                return SubmitReply.banned(word, prompt: form.prompt)
            }
            return try submit(identity, form)
        }
        guard let reply else { throw Problem.unavailable() }
        return .json(reply.body)
    }

    private func read(_ request: Request, limit: Int) throws -> SubmitForm {
        let configuration = context.configuration
        return try SubmitForm(
            request.fastCGI.readBody(limit: limit),
            mode: request.mode,
            limits: SubmitForm.Limits(
                promptLength: configuration.maximumPromptLength,
                faceSize: configuration.maximumFaceSize
            )
        )
    }
}
