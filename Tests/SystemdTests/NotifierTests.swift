import Glibc
import Systemd
import TestSupport
import Testing

struct NotifierTests {
    @Test func messages_arriveAsAssignments() throws {
        try withTemporaryDirectory { directory in
            let manager = try DatagramSocket(name: directory + "/notify")
            let notifier = Notifier(environment: ["NOTIFY_SOCKET": directory + "/notify"])

            notifier.ready(status: "answering")
            #expect(try manager.receive() == ["READY=1", "STATUS=answering"])
            notifier.status("busy")
            #expect(try manager.receive() == ["STATUS=busy"])
            notifier.watchdog()
            #expect(try manager.receive() == ["WATCHDOG=1"])
            notifier.stopping()
            #expect(try manager.receive() == ["STOPPING=1"])
        }
    }

    @Test func abstractSocket_isReached() throws {
        let name = "@mjtask-notifier-test-\(getpid())"
        let manager = try DatagramSocket(name: name)

        Notifier(environment: ["NOTIFY_SOCKET": name]).watchdog()

        #expect(try manager.receive() == ["WATCHDOG=1"])
    }

    @Test func statusWithLineBreaks_isNoOtherAssignment() throws {
        try withTemporaryDirectory { directory in
            let manager = try DatagramSocket(name: directory + "/notify")
            let notifier = Notifier(environment: ["NOTIFY_SOCKET": directory + "/notify"])

            notifier.status("fine\nSTOPPING=1")

            #expect(try manager.receive() == ["STATUS=fine"])
        }
    }

    @Test(arguments: [nil, "", "relative", "/nowhere/at/all", String(repeating: "/x", count: 90)])
    func socketThatIsNotThere_isNoError(name: String?) {
        var environment: [String: String] = [:]
        environment["NOTIFY_SOCKET"] = name

        Notifier(environment: environment).ready(status: "")
    }

    @Test func watchdogInterval_isHalfOfTheLimit_ofThisProcess() {
        let mine = String(getpid())
        let cases: [(environment: [String: String], interval: Duration?)] = [
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": mine], .seconds(15)),
            (["WATCHDOG_USEC": "30000000"], .seconds(15)),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"], nil),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "x"], nil),
            (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "-5"], nil),
            (["WATCHDOG_USEC": "soon"], nil),
            ([:], nil),
        ]
        for (environment, interval) in cases {
            #expect(Notifier(environment: environment).watchdogInterval == interval)
        }
    }
}
