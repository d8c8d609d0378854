package import Domain

/// `POST /mj/submit/shorten`: which words of a prompt count.
package struct ShortenRequest: SubmitRequest {
    package static let action = TaskAction.shorten
    package static let route = "/mj/submit/shorten"

    package let form: SubmitForm

    package init(_ form: SubmitForm) throws(Problem) {
        try form.requirePrompt()
        self.form = form
    }

    package func description(of mjID: String) -> String { "/shorten \(form.prompt)" }
}
