import Glibc

/// Colours and weights, where they can be seen and are wanted (https://no-color.org).
struct Style {
    enum Kind: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    private let isOn: Bool

    init(_ descriptor: CInt, environment: [String: String] = ProcessEnvironment.all) {
        isOn =
            isatty(descriptor) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    func callAsFunction(_ text: String, _ kind: Kind) -> String {
        isOn ? "\u{1b}[\(kind.rawValue)m\(text)\u{1b}[0m" : text
    }
}
