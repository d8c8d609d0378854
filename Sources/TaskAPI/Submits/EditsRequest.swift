package import Domain

/// `POST /mj/submit/edits`: a picture changed after a text.
package struct EditsRequest: SubmitRequest {
    package static let action = TaskAction.edits
    package static let route = "/mj/submit/edits"

    package let form: SubmitForm

    package init(_ form: SubmitForm) throws(Problem) {
        self.form = form
        try form.requirePrompt("image或prompt不能为空")
        let picture = try form.fields.text("image")
        guard !picture.isEmpty else {
            throw .contract(code: 4, .contract("image或prompt不能为空"))
        }
        let mask = try form.fields.text("maskBase64")
        guard WebAddress.isLink(picture) || PictureText.isPicture(picture),
            mask.isEmpty || PictureText.isPicture(mask)
        else { throw .contract(code: 4, .contract("base64格式错误")) }
    }

    package func description(of mjID: String) -> String { "/edit \(form.prompt)" }
}
