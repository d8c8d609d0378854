import Administration
import Domain
import Storage
import Testing

@Suite struct UsersTests {
    @Test func addUser_grantsTheQuota_andBalancesStayRight() throws {
        try withInstallation { installation, _ in
            let user = try installation.addUser(
                named: "画家",
                role: .admin,
                group: "default",
                quota: 1_000_000
            )
            #expect(user.quota == 1_000_000)
            #expect(user.role == .admin)
            #expect(try installation.user(named: "画家") == user)
            #expect(try installation.store.verifyLedger() == [])
        }
    }

    @Test func aTakenName_isRefused_andSaysSo() throws {
        try withInstallation { installation, _ in
            _ = try installation.addUser(named: "alice", role: .common, group: "default", quota: 0)
            let error = #expect(throws: AdministrationError.self) {
                try installation.addUser(named: "alice", role: .common, group: "default", quota: 0)
            }
            #expect(error?.message == "add user “alice”: name is taken")
            #expect(try installation.users().count == 1)
        }
    }

    @Test(arguments: [
        "", " alice", "alice ", "a\nb", "a\u{1b}[31m", "a\u{202e}b",
        String(repeating: "é", count: 33),
    ])
    func namesThatSpoilATable_areRefused(name: String) throws {
        try withInstallation { installation, _ in
            #expect(throws: AdministrationError.self) {
                try installation.addUser(named: name, role: .common, group: "default", quota: 0)
            }
            let users = try installation.users()
            #expect(users.isEmpty)
        }
    }
}
