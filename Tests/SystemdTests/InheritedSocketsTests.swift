import Glibc
import Systemd
import Testing

/// Descriptors 3 and on belong to whoever opened them first, so that the tests of what is
/// inherited run in a process of their own.
struct InheritedSocketsTests {
    @Test func sockets_areFoundByName() async {
        await #expect(processExitsWith: .success) {
            for descriptor: Int32 in 3...5 { dup2(STDERR_FILENO, descriptor) }
            let sockets = InheritedSockets(
                environment: [
                    "LISTEN_PID": "7", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "list:relay:",
                ],
                pid: 7
            )
            #expect(sockets.count == 3)
            #expect(sockets.descriptor(named: "list") == 3)
            #expect(sockets.descriptor(named: "relay") == 4)
            #expect(sockets.descriptor(named: "other") == nil)
        }
    }

    @Test func sockets_areNotPassedOn() async {
        await #expect(processExitsWith: .success) {
            dup2(STDERR_FILENO, 3)
            #expect(fcntl(3, F_GETFD) & FD_CLOEXEC == 0)
            _ = InheritedSockets(environment: ["LISTEN_PID": "7", "LISTEN_FDS": "1"], pid: 7)
            #expect(fcntl(3, F_GETFD) & FD_CLOEXEC != 0)
        }
    }

    @Test func onlySocket_isFoundByAnyName() async {
        await #expect(processExitsWith: .success) {
            dup2(STDERR_FILENO, 3)
            for names in [nil, "mjtask-list.socket"] {
                var environment = ["LISTEN_PID": "7", "LISTEN_FDS": "1"]
                environment["LISTEN_FDNAMES"] = names
                let sockets = InheritedSockets(environment: environment, pid: 7)
                #expect(sockets.descriptor(named: "list") == 3)
            }
        }
    }

    @Test(arguments: [
        [:],
        ["LISTEN_FDS": "1"],
        ["LISTEN_FDS": "1", "LISTEN_PID": "8"],
        ["LISTEN_FDS": "0", "LISTEN_PID": "7"],
        ["LISTEN_FDS": "-1", "LISTEN_PID": "7"],
        ["LISTEN_FDS": "many", "LISTEN_PID": "7"],
        ["LISTEN_FDS": "99999999999", "LISTEN_PID": "7"],
        ["LISTEN_FDS": "2147483647", "LISTEN_PID": "7"],
    ])
    func variablesForSomebodyElse_orOfNoSense_areNoSockets(environment: [String: String]) {
        let sockets = InheritedSockets(environment: environment, pid: 7)

        #expect(sockets.count == 0)
        #expect(sockets.descriptor(named: "list") == nil)
    }
}
