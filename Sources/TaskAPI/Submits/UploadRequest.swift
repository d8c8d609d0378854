import Domain

/// `POST /mj/submit/upload-discord-images`: pictures that are to have addresses.
package struct UploadRequest {
    package static let route = "/mj/submit/upload-discord-images"

    package let form: SubmitForm

    package init(_ form: SubmitForm) throws(Problem) {
        self.form = form
        guard form.body["base64Array"]?.array?.isEmpty == false else {
            throw .contract(code: 4, .contract("base64 参数错误"))
        }
        _ = try form.dataURLs("base64Array")
    }
}
