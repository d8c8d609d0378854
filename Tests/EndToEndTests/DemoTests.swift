import Foundation
import Glibc
import Supervision
import TestSupport
import Testing

extension EndToEndTests {
    struct DemoTests {
        @Test func theEnvironmentFile_namesEverythingAScriptNeeds() async throws {
            try await withDemo { demo in
                #expect(
                    Set(demo.variables.keys) == [
                        "BASE_URL", "API_KEY", "ACCESS_TOKEN", "USER_ID", "SECOND_API_KEY",
                        "SECOND_ACCESS_TOKEN", "SECOND_USER_ID", "ADMIN_ACCESS_TOKEN", "DATABASE",
                        "REDIS_SOCKET", "LIST_PID_FILE", "RELAY_PID_FILE", "POLLER_PID_FILE",
                        "REDIS_PID_FILE",
                    ]
                )
                #expect(demo.variables.values.allSatisfy { !$0.isEmpty })
                #expect(isThere(demo["DATABASE"]))
                for program in ["list", "relay", "poller", "redis"] {
                    let file = demo["\(program.uppercased())_PID_FILE"]
                    let pid = try #require(PIDFile(path: file).read())
                    #expect(isRunning(pid))
                }
            }
        }

        @Test func sigterm_endsEverything_withStatus0() async throws {
            try await withDemo { demo in
                let pids = RunningDemo.programs.compactMap { demo.pid(of: $0) }
                #expect(pids.count == RunningDemo.programs.count)

                demo.stop()

                #expect(demo.process.waitForExit(timeout: .zero) == 0)
                #expect(!pids.contains(where: isRunning))
                #expect(!isThere(demo.directory + "/env"))
                #expect(LoopbackPort(demo.port).isFree)
            }
        }

        @Test func whenTheDemoIsKilled_itsProgramsEnd_andTheNextOneStarts() async throws {
            try await withTemporaryDirectory { directory in
                let first = try RunningDemo(directory: directory)
                defer { first.stop() }
                let pids = RunningDemo.programs.compactMap { first.pid(of: $0) }

                first.process.signal(SIGKILL)
                try waitUntil("the programs to end") { !pids.contains(where: isRunning) }

                let second = try RunningDemo(directory: directory)
                defer { second.stop() }
                #expect(try await second.get("/mj/healthz").status == 200)
            }
        }

        @Test func aProgramThatWasKilled_runsAgainWithinASecond() async throws {
            try await withDemo { demo in
                for program in RunningDemo.programs {
                    let began = ContinuousClock.now
                    try demo.kill(program)
                    #expect(ContinuousClock.now - began < .seconds(1), "\(program)")
                }
                try await waitUntil("health", timeout: .seconds(60)) {
                    try await demo.get("/mj/healthz").status == 200
                }
            }
        }

        @Test func aSecondDemoInTheSameFolder_isRefused_andTheFirstGoesOn() async throws {
            try await withDemo { demo in
                let other = try #require(LoopbackPort.unused())
                let parent = URL(filePath: demo.directory).deletingLastPathComponent().path()
                let second = try RunningDemo.start(directory: parent, port: other.number)

                #expect(second.waitForExit(timeout: .seconds(60)) == 1)
                #expect(isThere(demo.directory + "/env"))
                #expect(try await demo.get("/mj/healthz").status == 200)
            }
        }

        @Test func aPortThatIsTaken_isSaid_withWhatToDo() async throws {
            try await withDemo { demo in
                try withTemporaryDirectory { directory in
                    let second = try RunningDemo.start(directory: directory, port: demo.port)

                    #expect(second.waitForExit(timeout: .seconds(60)) == 1)
                    let log = try String(contentsOfFile: directory + "/demo.log", encoding: .utf8)
                    #expect(log.contains("port \(demo.port) is taken"))
                    #expect(log.contains("PORT="))
                }
            }
        }
    }
}
