import Foundation

/// The programs that were built together with the tests.
package enum BuiltProgram {
    /// The path of a program of this package, such as `mjtask`.
    ///
    /// Programs lie beside the bundle of the tests, wherever that is built. SwiftPM names the
    /// bundle on the command line: to its testing helper, or as the program itself.
    package static func path(_ name: String) -> String {
        guard let bundle = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) else {
            preconditionFailure("tests run from a bundle that SwiftPM built")
        }
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: name)
            .absoluteURL.path()
    }
}
