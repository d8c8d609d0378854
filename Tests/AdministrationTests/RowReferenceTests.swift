import Administration
import Domain
import Storage
import TestSupport
import Testing

@Suite struct RowReferenceTests {
    @Test func aUser_isNamedByNameOrID() throws {
        try withInstallation { installation, _ in
            let alice = try installation.addUser(
                named: "alice",
                role: .common,
                group: "default",
                quota: 0
            )
            for text in ["alice", "1", "id:1", "name:alice"] {
                #expect(try installation.user(named: text) == alice)
            }
            for text in ["bob", "2", "id:2", "name:1", "id:alice", ""] {
                let error = #expect(throws: AdministrationError.self) {
                    try installation.user(named: text)
                }
                #expect(error?.kind == .invalid)
                #expect(error?.message == "find user “\(text)”: no such user")
            }
        }
    }

    @Test func aNameThatIsAnothersID_isRefused_untilItIsSaidWhich() throws {
        try withInstallation { installation, _ in
            for name in ["2", "bob"] {
                _ = try installation.addUser(named: name, role: .common, group: "default", quota: 0)
            }
            let error = #expect(throws: AdministrationError.self) {
                try installation.user(named: "2")
            }
            #expect(error?.hint == "say which: name:2 or id:2")
            #expect(try installation.user(named: "id:2").name == "bob")
            #expect(try installation.user(named: "name:2").id == 1)
            // Who has the number as name and id is one.
            _ = try installation.addUser(named: "3", role: .common, group: "default", quota: 0)
            #expect(try installation.user(named: "3").id == 3)
        }
    }

    @Test func aTokensName_worksWhileOnlyOneHasIt() throws {
        try withInstallation { installation, _ in
            let alice = try installation.addUser(
                named: "alice",
                role: .common,
                group: "default",
                quota: 0
            )
            for name in ["laptop", "phone", "phone"] {
                _ = try installation.issueToken(
                    to: "alice",
                    kind: .apiKey,
                    name: name,
                    lifetime: nil
                )
            }
            #expect(try installation.token(named: "laptop").token.id == 1)
            #expect(try installation.token(named: "3").token.name == "phone")
            let error = #expect(throws: AdministrationError.self) {
                try installation.revokeToken(named: "phone")
            }
            #expect(error?.message.contains("2 of alice, 3 of alice") == true)
            #expect(try installation.tokens(of: alice).allSatisfy(\.token.isEnabled))
        }
    }
}
