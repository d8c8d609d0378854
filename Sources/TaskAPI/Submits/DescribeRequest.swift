package import Domain

/// `POST /mj/submit/describe`: texts from a picture.
package struct DescribeRequest: SubmitRequest {
    package static let action = TaskAction.describe
    package static let route = "/mj/submit/describe"

    package let form: SubmitForm
    private let fileExtension: String

    package init(_ form: SubmitForm) throws(Problem) {
        self.form = form
        let picture = try form.fields.text("base64")
        let link = try form.fields.text("link")
        _ = try form.fields.optionalString("language")
        guard picture.isEmpty else {
            guard DataURL.isValid(picture) else {
                throw .contract(code: 4, .contract("base64格式错误"))
            }
            fileExtension = PictureText.fileExtension(ofDataURL: picture)
            return
        }
        guard !link.isEmpty else { throw .contract(code: 4, .contract("base64不能为空")) }
        guard WebAddress.isLink(link) else { throw .contract(code: 4, .contract("链接格式错误")) }
        fileExtension = PictureText.fileExtension(ofLink: link)
    }

    package func description(of mjID: String) -> String { "/describe \(mjID).\(fileExtension)" }
}
