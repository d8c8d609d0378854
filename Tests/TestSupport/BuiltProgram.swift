import Foundation

/// The programs that were built together with the tests.
package enum BuiltProgram {
    /// The path of a program of this package, such as `mjtask`.
    ///
    /// Programs lie beside the bundle of the tests, wherever that is built. SwiftPM names the
    /// bundle on the command line: to its testing helper, or as the program itself. Programs that
    /// use this, such as the benchmarks, lie there, too.
    package static func path(_ name: String) -> String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: name)
            .absoluteURL.path()
    }
}
