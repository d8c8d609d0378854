import Glibc

/// What keeps the poller from working at all.
package enum PollingError: Error, Equatable {
    /// A call failed on the file that decides who polls.
    case lockFailed(call: String, path: String, errno: Int32)
    /// A folder of the picture archive cannot be made.
    case archiveFailed(call: String, path: String, errno: Int32)
}

extension PollingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .lockFailed(let call, let path, let code):
            "poller lock \(path): \(call): \(String(cString: strerror(code)))"
        case .archiveFailed(let call, let path, let code):
            "picture archive \(path): \(call): \(String(cString: strerror(code)))"
        }
    }
}
