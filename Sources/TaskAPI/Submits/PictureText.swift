/// The ways in which a client may send a picture.
enum PictureText {
    /// A data-URL, or the bare base64.
    static func isPicture(_ text: String) -> Bool {
        DataURL.isValid(text) || Base64.isValid(text[...].utf8)
    }

    /// How many bytes a picture of that form has.
    static func size(of text: String) -> Int {
        Base64.size(of: DataURL.payload(of: text) ?? text[...].utf8)
    }

    /// The usual ending of a file with a picture of that form, by the type that a data-URL names,
    /// `png` when it names another.
    static func fileExtension(ofDataURL text: String) -> String {
        let type = text.dropFirst("data:".count).prefix { $0 != ";" && $0 != "," }.lowercased()
        return endings[type] ?? "png"
    }

    /// The ending of a link's path, `png` when it has none that is known.
    static func fileExtension(ofLink link: String) -> String {
        let path = link.prefix { $0 != "?" && $0 != "#" }
        guard let dot = path.lastIndex(of: ".") else { return "png" }
        let ending = path[path.index(after: dot)...].lowercased()
        return endings["image/" + ending] ?? "png"
    }

    private static let endings = [
        "image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif",
        "image/webp": "webp",
    ]
}
