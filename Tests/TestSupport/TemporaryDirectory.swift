import Foundation

/// Runs `body` with a new folder that is removed afterwards, with everything in it.
///
/// The path is short: a unix socket's path has at most 107 bytes.
package func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let directory = try makeTemporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try body(directory)
}

/// The same for asynchronous tests.
///
/// - Parameter inMemory: For databases that are written thousands of times and need not outlive a
///   loss of power.
package func withTemporaryDirectory<Result>(
    inMemory: Bool = false,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> Result
) async throws -> Result {
    let isInMemory = inMemory && FileManager.default.isWritableFile(atPath: "/dev/shm")
    let directory = try makeTemporaryDirectory(in: isInMemory ? "/dev/shm" : "/tmp")
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
}

private func makeTemporaryDirectory(in parent: String = "/tmp") throws -> String {
    var template = Array((parent + "/mjtask-XXXXXX").utf8CString)
    guard let path = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
    return String(cString: path)
}
