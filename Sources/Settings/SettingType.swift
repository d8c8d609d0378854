import Domain
import TaskAPI
import Upstream

/// How the text of a setting becomes a value: what is allowed, and both directions.
struct SettingType<Value: Sendable>: Sendable {
    /// Completes "must be …".
    let expectation: String
    /// nil for what is not allowed.
    let parse: @Sendable (String) -> Value?
    let format: @Sendable (Value) -> String
}

extension SettingType where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> Self {
        Self(
            expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in
                guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
                return Int(text).flatMap { range.contains($0) ? $0 : nil }
            },
            format: { String($0) }
        )
    }
}

extension SettingType where Value: FixedWidthInteger {
    static func size(_ range: ClosedRange<Int>) -> Self {
        Self(
            expectation: "a size from \(ByteSize.format(range.lowerBound)) to "
                + "\(ByteSize.format(range.upperBound)), such as 64K or 32M",
            parse: { text in
                ByteSize.parse(text).flatMap { range.contains($0) ? Value(exactly: $0) : nil }
            },
            format: { ByteSize.format(Int($0)) }
        )
    }
}

extension SettingType where Value == Duration {
    static func time(_ range: ClosedRange<Duration>) -> Self {
        Self(
            expectation: "a time from \(TimeSpan.format(range.lowerBound)) to "
                + "\(TimeSpan.format(range.upperBound)), such as 500ms, 15s, 5min, 1h or 1d",
            parse: { TimeSpan.parse($0).flatMap { range.contains($0) ? $0 : nil } },
            format: TimeSpan.format
        )
    }
}

extension SettingType where Value == String {
    /// An absolute path; slashes at its end are taken away.
    static let path = Self(
        expectation: "an absolute path",
        parse: { text in
            guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 >= 0x20 }) else { return nil }
            var path = text
            while path.count > 1, path.hasSuffix("/") { path.removeLast() }
            return path
        },
        format: { $0 }
    )

    /// The same, or empty for none.
    static let optionalPath = Self(
        expectation: path.expectation + ", or empty for none",
        parse: { $0.isEmpty ? "" : path.parse($0) },
        format: { $0 }
    )

    /// The path of a unix socket, which `sockaddr_un` limits (unix(7)).
    static let socket = Self(
        expectation: "an absolute path of at most 107 bytes",
        parse: { path.parse($0).flatMap { $0.utf8.count <= 107 ? $0 : nil } },
        format: { $0 }
    )

    /// The same, or empty for none.
    static let optionalSocket = Self(
        expectation: socket.expectation + ", or empty for none",
        parse: { $0.isEmpty ? "" : socket.parse($0) },
        format: { $0 }
    )

    static let baseURL = Self(
        expectation: "an absolute http or https URL without user, query and fragment",
        parse: { try? BaseURL($0).text },
        format: { $0 }
    )

    /// The same, or empty for none.
    static let optionalBaseURL = Self(
        expectation: baseURL.expectation + ", or empty for none",
        parse: { $0.isEmpty ? "" : baseURL.parse($0) },
        format: { $0 }
    )

    /// An address to call, which may have a query; or empty for none.
    static let optionalWebAddress = Self(
        expectation: "an absolute http or https URL of at most 2000 characters, "
            + "or empty for none",
        parse: { text in
            text.isEmpty || (WebAddress.isValid(text) && text.utf8.count <= 2000) ? text : nil
        },
        format: { $0 }
    )

    /// A location of nginx.
    static let location = Self(
        expectation: "a path that begins and ends with / and has only letters, digits, . _ - and /",
        parse: { text in
            let isPlain = text.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-/".contains($0))
            }
            return isPlain && text.hasPrefix("/") && text.hasSuffix("/") ? text : nil
        },
        format: { $0 }
    )
}

extension SettingType where Value == [String] {
    /// Origins as browsers send them, separated by blanks or commas.
    static let origins = Self(
        expectation: "*, or origins such as https://example.com separated by spaces, "
            + "or empty for none",
        parse: { text in
            let words = text.split { $0 == " " || $0 == "," }.map(String.init)
            guard words != ["*"] else { return words }
            let origins = words.map { word in
                (try? BaseURL(word)).flatMap { $0.isOrigin ? $0.text : nil }
            }
            return origins.contains(nil) ? nil : origins.compactMap(\.self)
        },
        format: { $0.joined(separator: " ") }
    )
}

extension SettingType where Value == AllowedReceivers {
    static let receivers = Self(
        expectation: "host names, addresses or CIDRs separated by spaces, or empty for none",
        parse: { text in
            AllowedReceivers(text.split { $0 == " " || $0 == "," }.map(String.init))
        },
        format: { $0.names.joined(separator: " ") }
    )
}

extension SettingType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static var choice: Self {
        Self(
            expectation: "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
            parse: { Value(rawValue: $0) },
            format: { $0.rawValue }
        )
    }
}
