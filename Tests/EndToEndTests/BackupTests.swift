import Foundation
import Glibc
import Supervision
import TestSupport
import Testing

extension EndToEndTests {
    struct BackupTests {
        @Test func aBackupWhileTasksAreSubmitted_isOneMoment_andCanBeRestoredElsewhere()
            async throws
        {
            try await withDemo { demo in
                let parent = URL(filePath: demo.directory).deletingLastPathComponent().path
                let file = parent + "/backup.db"
                let early = try await demo.submit("before the backup")
                async let submits: Void = submit(20, to: demo)
                let backup = try mjtask(["backup", file], demo.directory + "/mjtask.env", parent)
                try await submits
                #expect(backup.status == 0, "\(backup.output)")

                let refused = try mjtask(["restore", file], demo.directory + "/mjtask.env", parent)
                #expect(refused.status == 69)
                #expect(refused.output.contains("the poller is running"), "\(refused.output)")

                for folder in ["/new", "/new/run"] { mkdir(parent + folder, 0o750) }
                let settings = parent + "/new/env"
                try """
                MJTASK_DATABASE=\(parent)/new/mjtask.db
                MJTASK_RUN_DIRECTORY=\(parent)/new/run
                MJTASK_REDIS_SOCKET=
                """.write(toFile: settings, atomically: false, encoding: .utf8)
                let restored = try mjtask(["restore", file], settings, parent)
                #expect(restored.status == 0, "\(restored.output)")
                let shown = try mjtask(["tasks", "show", early, "--json"], settings, parent)
                #expect(shown.output.contains("before the backup"))
                let list = try mjtask(["tasks", "list", "--json"], settings, parent)
                #expect(list.status == 0, "\(list.output)")
            }
        }

        private func submit(_ count: Int, to demo: RunningDemo) async throws {
            for number in 1...count { _ = try await demo.submit("task \(number)") }
        }

        private func mjtask(_ arguments: [String], _ settings: String, _ directory: String) throws
            -> (status: Int32?, output: String)
        {
            let output = directory + "/output"
            try? FileManager.default.removeItem(atPath: output)
            let process = try ChildProcess(
                .init(
                    executable: BuiltProgram.path("mjtask"),
                    arguments: arguments,
                    environment: ["MJTASK_SETTINGS": settings],
                    logFile: output
                )
            )
            let status = process.waitForExit(timeout: .seconds(60))
            return (status, try String(contentsOfFile: output, encoding: .utf8))
        }
    }
}
