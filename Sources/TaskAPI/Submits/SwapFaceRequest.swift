package import Domain

/// `POST /mj/insight-face/swap`: the face of one picture put into another.
package struct SwapFaceRequest: SubmitRequest {
    package static let action = TaskAction.swapFace
    package static let route = "/mj/insight-face/swap"

    package let form: SubmitForm

    package init(_ form: SubmitForm) throws(Problem) {
        self.form = form
        let face = try Picture("source", form, called: "人脸图片")
        let target = try Picture("target", form, called: "目标图片")
        guard face.text != target.text else {
            throw .contract(code: 4, .contract("人脸图片和目标图片不能相同"))
        }
        try face.check(limit: form.limits.faceSize)
        try target.check(limit: form.limits.faceSize)
    }

    package func description(of mjID: String) -> String { "/swap-face" }

    private struct Picture {
        let text: String
        private let isLink: Bool
        private let name: String

        init(_ field: String, _ form: SubmitForm, called name: String) throws(Problem) {
            let picture = try form.fields.text(field + "Base64")
            let link = try form.fields.text(field + "Url")
            self.name = name
            isLink = picture.isEmpty
            text = isLink ? link : picture
            guard !text.isEmpty else { throw .contract(code: 4, .contract(name + "不能为空")) }
        }

        func check(limit: Int) throws(Problem) {
            if isLink {
                guard WebAddress.isLink(text) else {
                    throw .contract(code: 4, .contract(name + "URL格式错误"))
                }
                return
            }
            // First, as it is the cheaper one.
            guard PictureText.size(of: text) <= limit else {
                throw .contract(code: 4, .contract(name + "大小超过最大限制"))
            }
            guard PictureText.isPicture(text) else {
                throw .contract(code: 4, .contract(name + "格式错误"))
            }
        }
    }
}
