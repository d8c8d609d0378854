package import Domain

/// `POST /mj/submit/video`: a film from a text and pictures, or the next part of one.
package struct VideoRequest: SubmitRequest {
    package static let action = TaskAction.video
    package static let route = "/mj/submit/video"

    package let form: SubmitForm
    package let parent: String

    package init(_ form: SubmitForm) throws(Problem) {
        self.form = form
        try form.requirePrompt("Prompt 不能为空")
        let fields = form.fields
        for name in ["image", "endImage"] {
            let picture = try fields.text(name)
            guard picture.isEmpty || WebAddress.isLink(picture) || PictureText.isPicture(picture)
            else { throw .contract(code: 4, .contract("base64格式错误")) }
        }
        try fields.check("motion", isOneOf: ["low", "high"])
        try fields.checkFlag("loop")
        _ = try fields.optionalString("videoType")
        try fields.check("batchSize", isOneOf: [1, 2, 4])
        try fields.check("index", isOneOf: [0, 1, 2, 3])

        let action = try fields.text("action").lowercased()
        parent = try fields.id("taskId")
        guard parent.isEmpty || action == "extend" else {
            throw .contract(code: 4, .contract("任务类型错误"))
        }
        guard action.isEmpty || action == "extend" else {
            throw .contract(code: 4, .contract("action参数错误"))
        }
        guard action.isEmpty || !parent.isEmpty else {
            throw .contract(code: 4, .contract("taskId不能为空"))
        }
    }

    package func description(of mjID: String) -> String { "/video \(form.prompt)" }
}
