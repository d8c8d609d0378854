import Domain
import Storage
import TestSupport
import Testing

struct AccountsTests {
    @Test func addUser_grantsItsQuota() throws {
        try withTemporaryStore { store in
            let ann = try store.addUser(name: "ann", role: .admin, group: "default", quota: 500)
            let bob = try store.addUser(name: "bob", role: .common, group: "default", quota: 0)

            #expect(try store.users() == [ann, bob])
            #expect(try store.user(named: "ann") == ann)
            #expect(ann.role == .admin)
            #expect(ann.quota == 500)
            #expect(try store.number("SELECT count(*) FROM ledger WHERE kind = 'grant'") == 1)
            #expect(try store.verifyLedger() == [])
        }
    }

    @Test func addUser_saysWhatIsWrong() throws {
        try withTemporaryStore { store in
            _ = try store.makeUser("ann")
            func add(_ name: String = "new", group: String = "default", quota: Int64 = 0)
                -> StorageError?
            {
                do throws(StorageError) {
                    _ = try store.addUser(name: name, role: .common, group: group, quota: quota)
                    return nil
                } catch {
                    return error
                }
            }

            #expect(add("ann") == .invalid(what: "name", reason: "is taken"))
            #expect(add("") == .invalid(what: "name", reason: "must have 1 to 64 bytes"))
            #expect(
                add("a\u{1B}[31m")
                    == .invalid(what: "name", reason: "must not hold control characters")
            )
            #expect(add(group: "vip") == .notFound(what: "group"))
            #expect(add(quota: -1) == .invalid(what: "quota", reason: "must not be negative"))
            #expect(try store.users().count == 1)
        }
    }

    @Test func user_throwsNotFound_forAnUnknownName() throws {
        try withTemporaryStore { store in
            #expect(throws: StorageError.notFound(what: "user")) { try store.user(named: "ann") }
        }
    }

    @Test func identity_isThatOfTheTokensOwner() throws {
        try withTemporaryStore { store in
            let user = try store.makeUser(role: .admin)
            let token = try store.makeToken(of: user, kind: .accessToken, byte: 9, expiresAt: 77)
            try store.execute("UPDATE tokens SET allowed_networks = '10.0.0.0/8 ::1/128'")

            let identity = try store.identity(of: .make(9))

            let expected = Identity(
                userID: user.id,
                tokenID: token.id,
                kind: .accessToken,
                role: .admin,
                isEnabled: true,
                group: "default",
                expiresAt: 77,
                allowedNetworks: ["10.0.0.0/8", "::1/128"]
            )
            #expect(identity == expected)
            #expect(try store.identity(of: .make(8)) == nil)
        }
    }

    @Test func identity_isKnownButNotEnabled_onceRevokedOrDisabled() throws {
        try withTemporaryStore { store in
            let user = try store.makeUser()
            let token = try store.makeToken(of: user, byte: 1)
            _ = try store.makeToken(of: user, byte: 2)

            try store.revokeToken(token.id)
            #expect(try store.identity(of: .make(1))?.isEnabled == false)
            #expect(try store.identity(of: .make(2))?.isEnabled == true)
            #expect(try store.tokens(userID: user.id).map(\.isEnabled) == [false, true])

            try store.execute("UPDATE users SET enabled = 0")
            #expect(try store.identity(of: .make(2))?.isEnabled == false)
        }
    }

    @Test func revokeToken_movesTheVersionOfItsUser() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            _ = try store.makeUser("ann")
            let bob = try store.makeUser("bob")
            let token = try store.makeToken(of: bob)
            versions.clear()

            try store.revokeToken(token.id)

            #expect(versions.calls == [.announce([bob.id]), .finish([bob.id])])
        }
    }

    @Test func tokens_areListedByUserOrAll() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            let bob = try store.makeUser("bob")
            let tokens = [
                try store.makeToken(of: ann, byte: 1), try store.makeToken(of: bob, byte: 2),
            ]

            #expect(try store.tokens(userID: nil) == tokens)
            #expect(try store.tokens(userID: bob.id) == [tokens[1]])
            #expect(try store.tokens(userID: 99).isEmpty)
        }
    }

    @Test func tokens_ofUnknownUsersAndSecretsThatAreTaken_areRefused() throws {
        try withTemporaryStore { store in
            let user = try store.makeUser()
            _ = try store.makeToken(of: user, byte: 1)
            var nobody = user
            nobody.id = 99

            #expect(throws: StorageError.invalid(what: "token", reason: "is taken")) {
                try store.makeToken(of: user, byte: 1)
            }
            #expect(throws: StorageError.notFound(what: "user")) {
                try store.makeToken(of: nobody, byte: 2)
            }
            #expect(throws: StorageError.notFound(what: "token")) { try store.revokeToken(99) }
        }
    }
}
