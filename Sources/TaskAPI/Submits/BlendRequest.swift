package import Domain

/// `POST /mj/submit/blend`: one picture out of two to five.
package struct BlendRequest: SubmitRequest {
    package static let action = TaskAction.blend
    package static let route = "/mj/submit/blend"

    package let form: SubmitForm
    private let count: Int

    package init(_ form: SubmitForm) throws(Problem) {
        self.form = form
        guard let elements = form.body["base64Array"]?.array, (2...5).contains(elements.count)
        else { throw .contract(code: 4, .contract("base64List参数错误")) }
        // Missing it is SQUARE; null it is not.
        if let dimensions = form.body["dimensions"] {
            guard ["PORTRAIT", "SQUARE", "LANDSCAPE"].contains(dimensions.string) else {
                throw .contract(code: 4, .contract("dimensions参数错误"))
            }
        }
        count = try form.dataURLs("base64Array")?.count ?? 0
    }

    package func description(of mjID: String) -> String { "/blend \(mjID) \(count)" }
}
