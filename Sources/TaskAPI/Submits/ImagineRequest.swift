package import Domain

/// `POST /mj/submit/imagine`: a picture from a text, and perhaps from others.
package struct ImagineRequest: SubmitRequest {
    package static let action = TaskAction.imagine
    package static let route = "/mj/submit/imagine"

    package let form: SubmitForm

    package init(_ form: SubmitForm) throws(Problem) {
        var form = form
        try form.requirePrompt()
        var pictures = try form.dataURLs("base64Array")
        // A deprecated member for one picture, which not every channel knows.
        let picture = try form.fields.text("base64")
        if !picture.isEmpty {
            guard DataURL.isValid(picture) else {
                throw .contract(code: 4, .contract("base64格式错误"))
            }
            pictures = (pictures ?? []) + [picture]
            form.fields.members["base64"] = nil
            form.fields.members["base64Array"] = pictures.map { .array($0.map(JSONValue.string)) }
        }
        self.form = form
    }

    package func description(of mjID: String) -> String { "/imagine \(form.prompt)" }
}
