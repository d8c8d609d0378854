import Testing

/// Every submit that stands for itself, with the least body that it takes.
struct KindOfSubmit: Sendable, CustomTestStringConvertible {
    var path: String
    var body: String
    var action: String
    /// Of the channel, where it is another.
    var route: String?
    var description: @Sendable (_ id: String) -> String

    var testDescription: String { path }

    static let png = "data:image/png;base64,iVBORw0KGgo="
    static let jpeg = "data:image/jpeg;base64,/9j/4AAQ"

    /// Those that make a task.
    static let all = [
        KindOfSubmit(path: "/mj/submit/imagine", body: #"{"prompt":"a cat"}"#, action: "IMAGINE") {
            _ in "/imagine a cat"
        },
        KindOfSubmit(
            path: "/mj/submit/describe",
            body: #"{"base64":"\#(jpeg)"}"#,
            action: "DESCRIBE"
        ) { "/describe \($0).jpg" },
        KindOfSubmit(path: "/mj/submit/shorten", body: #"{"prompt":"a cat"}"#, action: "SHORTEN") {
            _ in "/shorten a cat"
        },
        KindOfSubmit(
            path: "/mj/submit/blend",
            body: #"{"base64Array":["\#(png)","\#(jpeg)"]}"#,
            action: "BLEND"
        ) { "/blend \($0) 2" },
        KindOfSubmit(
            path: "/mj/submit/edits",
            body: #"{"prompt":"a cat","image":"\#(png)"}"#,
            action: "EDITS"
        ) { _ in "/edit a cat" },
        KindOfSubmit(
            path: "/mj/submit/edit",
            body: #"{"prompt":"a cat","image":"\#(png)"}"#,
            action: "EDITS",
            route: "/mj/submit/edits"
        ) { _ in "/edit a cat" },
        KindOfSubmit(path: "/mj/submit/video", body: #"{"prompt":"a cat"}"#, action: "VIDEO") {
            _ in "/video a cat"
        },
        KindOfSubmit(
            path: "/mj/insight-face/swap",
            body: #"{"sourceBase64":"\#(png)","targetBase64":"\#(jpeg)"}"#,
            action: "SWAP_FACE"
        ) { _ in "/swap-face" },
    ]
}
