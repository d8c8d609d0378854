import Glibc

/// A program that could not be started.
package struct SpawnError: Error, CustomStringConvertible {
    package let executable: String
    package let call: String
    package let errno: Int32

    package var description: String {
        "start \(executable): \(call): \(String(cString: strerror(errno)))"
    }
}
