import FastCGI
import Foundation
import TestSupport
import Testing

struct ListeningSocketTests {
    @Test func socket_isOpenToOwnerAndGroup_andListens() throws {
        try withTemporaryDirectory { directory in
            let socket = try ListeningSocket(path: directory + "/s")
            let attributes = try FileManager.default.attributesOfItem(atPath: socket.path)

            #expect(attributes[.posixPermissions] as? Int == 0o660)
            #expect(canConnect(toUnixSocket: socket.path))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["s"])
        }
    }

    @Test func socketThatNobodyListensOn_isReplaced() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/s"
            // A process that died leaves its socket behind.
            let dead = try ListeningSocket(path: path)
            rename(path, path + ".kept")
            dead.close()
            rename(path + ".kept", path)
            #expect(!canConnect(toUnixSocket: path))

            let socket = try ListeningSocket(path: path)
            #expect(canConnect(toUnixSocket: path))
            socket.close()
        }
    }

    @Test func socketThatSomebodyAnswersOn_isLeftAlone() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/s"
            let first = try ListeningSocket(path: path)
            let expected = FastCGIError.socketFailed(call: "bind", path: path, errno: EADDRINUSE)

            #expect(throws: expected) { try ListeningSocket(path: path) }
            #expect(canConnect(toUnixSocket: path))
            first.close()
        }
    }

    @Test func fileThatIsNoSocket_isLeftAlone() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/s"
            try "precious".write(toFile: path, atomically: true, encoding: .utf8)
            let expected = FastCGIError.socketFailed(call: "bind", path: path, errno: EEXIST)

            #expect(throws: expected) { try ListeningSocket(path: path) }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        }
    }

    @Test func close_removesTheFile_butNotASuccessors() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/s"
            let first = try ListeningSocket(path: path)
            unlink(path)
            let second = try ListeningSocket(path: path)
            first.close()
            #expect(canConnect(toUnixSocket: path))
            second.close()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func failure_saysWhatToDo() throws {
        try withTemporaryDirectory { directory in
            let missing = #expect(throws: FastCGIError.self) {
                try ListeningSocket(path: directory + "/no/s")
            }
            #expect(missing?.description.hasSuffix("(create the folder)") == true)

            let long = directory + "/" + String(repeating: "s", count: 120)
            let expected = FastCGIError.socketFailed(call: "bind", path: long, errno: ENAMETOOLONG)
            #expect(throws: expected) { try ListeningSocket(path: long) }
            let left = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(left == [])
        }
    }
}
