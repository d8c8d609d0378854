import Administration
import Domain
import Foundation
import Glibc
import HotState
import Logging
import Storage
import TestSupport
import Testing

@Suite struct InstallationTests {
    @Test func opening_makesTheDatabase_andKeepsWhatIsInIt() throws {
        try withTemporaryDirectory { directory in
            mkdir(directory + "/run", 0o750)
            let first = try Installation(.make(directory), logger: .silent)
            let user = try first.addUser(named: "alice", role: .common, group: "default", quota: 5)
            first.close()
            let second = try Installation(.make(directory), logger: .silent)
            defer { second.close() }
            #expect(try second.users() == [user])
        }
    }

    @Test func aMissingFolder_isReported_withHowToMakeIt() throws {
        try withTemporaryDirectory { directory in
            let error = #expect(throws: AdministrationError.self) {
                try Installation(.make(directory), logger: .silent)
            }
            #expect(error?.kind == .unavailable)
            #expect(error?.message == "\(directory)/run: no such folder")
            #expect(error?.hint.contains("install -d -o mjtask") == true)
        }
    }

    @Test func aDatabaseThatIsNone_isReported() throws {
        try withTemporaryDirectory { directory in
            mkdir(directory + "/run", 0o750)
            try "this is not a database, but long enough to be read as the head of one, see here"
                .write(toFile: directory + "/mjtask.db", atomically: false, encoding: .utf8)
            let error = #expect(throws: AdministrationError.self) {
                try Installation(.make(directory), logger: .silent)
            }
            #expect(error?.kind == .unavailable)
            #expect(error?.hint.isEmpty == false)
        }
    }

    @Test func everyError_hasAHint() throws {
        try withInstallation { installation, _ in
            let attempts: [() throws -> Void] = [
                { _ = try installation.user(named: "nobody") },
                {
                    _ = try installation.issueToken(
                        to: "nobody",
                        kind: .apiKey,
                        name: "x",
                        lifetime: nil
                    )
                },
                { _ = try installation.revokeToken(named: "99") },
                { _ = try installation.setChannelStatus(.disabled, of: "99") },
                {
                    _ = try installation.addUser(
                        named: "",
                        role: .common,
                        group: "default",
                        quota: 0
                    )
                },
                {
                    _ = try installation.addUser(named: "a", role: .common, group: "gold", quota: 0)
                },
                {
                    _ = try installation.addUser(
                        named: "a",
                        role: .common,
                        group: "default",
                        quota: -1
                    )
                },
                {
                    _ = try installation.addChannel(
                        named: "a",
                        url: "nowhere",
                        secret: ""
                    )
                },
            ]
            for attempt in attempts {
                let error = #expect(throws: AdministrationError.self) { try attempt() }
                #expect(error?.kind == .invalid)
                #expect(error?.hint.isEmpty == false, "\(error?.message ?? "")")
            }
        }
    }
}
