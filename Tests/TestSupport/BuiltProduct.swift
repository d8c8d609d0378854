import Foundation

/// A program of ours, built beside the running tests.
package func builtProduct(_ name: String) throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: own).deletingLastPathComponent().path + "/" + name
}
