import Domain

/// A submit that goes on with a task of the caller's.
struct FollowUpEndpoint<Kind: FollowUpRequest>: Endpoint {
    let intake: SubmitIntake
    let submission: Submission

    func answer(_ request: Request, id: String?) throws -> Answer {
        try intake.answer(request) { identity, form in
            try Kind(form).reply(to: identity, by: submission)
        }
    }
}
