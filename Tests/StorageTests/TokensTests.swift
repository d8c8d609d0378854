import Domain
import Storage
import TestSupport
import Testing

struct TokensTests {
    private static let rules: [TokenChange] = [
        .remaining(500), .allowedActions([.imagine, .upscale]),
        .allowedNetworks(["10.0.0.0/8", "::1"]), .group("gold"), .submitsPerMinute(5),
        .concurrentTasks(2),
    ]

    @Test func aToken_isAddedWithItsRules() throws {
        try withTemporaryStore { store in
            try store.addGroup(PriceGroup(name: "gold", ratio: 1_000_000))
            let ann = try store.makeUser("ann")
            let token = try store.addToken(
                userID: ann.id,
                name: "laptop",
                kind: .apiKey,
                hash: .make(1),
                expiresAt: 77,
                rules: Self.rules
            )

            #expect(token.expiresAt == 77)
            #expect(token.remaining == 500)
            #expect(token.allowedActions == [.imagine, .upscale])
            #expect(token.allowedNetworks == ["10.0.0.0/8", "::1"])
            #expect(token.group == "gold")
            #expect(token.limits == AccountLimits(submitsPerMinute: 5, concurrentTasks: 2))
            #expect(try store.token(token.id) == OwnedToken(token: token, owner: "ann"))
            let identity = try #require(try store.identity(of: .make(1)))
            #expect(identity.group == "gold")
            #expect(identity.allowedNetworks == ["10.0.0.0/8", "::1"])
        }
    }

    @Test func everyRule_isChangedAndTakenBackAfterwards() throws {
        let versions = RecordingVersions()
        try withTemporaryStore(versions: versions) { store in
            try store.addGroup(PriceGroup(name: "gold", ratio: 1_000_000))
            let ann = try store.makeUser("ann")
            let plain = try store.makeToken(of: ann)
            versions.clear()

            let strict = try store.updateToken(plain.id, Self.rules + [.expiresAt(9)]).token
            #expect(versions.calls == [.announce([ann.id]), .finish([ann.id])])
            #expect(strict.remaining == 500)
            #expect(strict.expiresAt == 9)
            #expect(strict.group == "gold")
            let again = try store.updateToken(
                plain.id,
                [
                    .remaining(nil), .expiresAt(0), .allowedActions([]), .allowedNetworks([]),
                    .group(nil), .submitsPerMinute(nil), .concurrentTasks(nil),
                ]
            ).token
            #expect(again == plain)
        }
    }

    @Test func rules_areSetTogetherOrNotAtAll() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            let token = try store.makeToken(of: ann)
            let mistakes: [(TokenChange, StorageError)] = [
                (.group("gold"), .notFound(what: "group")),
                (.remaining(-1), .invalid(what: "quota", reason: "must not be negative")),
                (.remaining(.max), .invalid(what: "quota", reason: "is too large")),
                (
                    .remaining(Quota.largest + 1),
                    .invalid(what: "quota", reason: "is too large")
                ),
                (.expiresAt(-1), .invalid(what: "expiry", reason: "must not be negative")),
                (
                    .allowedNetworks(["10.0.0.0/8", "here"]),
                    .invalid(what: "network", reason: "must be an address or a CIDR")
                ),
                (
                    .allowedActions([TaskAction(rawValue: "A B")]),
                    .invalid(what: "action", reason: "must be a word without blanks")
                ),
            ]
            for (change, error) in mistakes {
                #expect(throws: error) {
                    try store.updateToken(token.id, [.remaining(7), change])
                }
                #expect(throws: error) {
                    try store.addToken(
                        userID: ann.id,
                        name: "x",
                        kind: .apiKey,
                        hash: .make(2),
                        expiresAt: 0,
                        rules: [change]
                    )
                }
            }
            #expect(throws: StorageError.notFound(what: "token")) {
                try store.updateToken(99, [.remaining(7)])
            }
            let tokens = try store.tokens(userID: nil)
            #expect(tokens == [token])
        }
    }

    @Test func theLargestQuota_leavesRoomForRefunds() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let task = try store.makeTask(of: submitter)
            _ = try store.updateToken(submitter.token.id, [.remaining(Quota.largest)])

            _ = try store.cancel(task.mjID, owner: task.userID)

            #expect(try store.token(submitter.token.id).token.remaining == Quota.largest + 50_000)
        }
    }

    @Test func tokens_comeInPages_withTheirOwners() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            let bob = try store.makeUser("bob")
            for (index, user) in [ann, bob, ann, bob].enumerated() {
                _ = try store.makeToken(of: user, byte: UInt8(index + 1))
            }
            #expect(
                try store.ownedTokens(of: nil, after: 1, limit: 2).map(\.owner) == ["bob", "ann"]
            )
            #expect(try store.ownedTokens(of: bob.id, after: 2).map(\.token.id) == [4])
            #expect(try store.ownedTokens(of: ann.id).map(\.token.id) == [1, 3])
        }
    }

    @Test func tokens_areFoundByTheirNames_whichNeedNotBeUnique() throws {
        try withTemporaryStore { store in
            let ann = try store.makeUser("ann")
            for byte in 1...3 {
                _ = try store.addToken(
                    userID: ann.id,
                    name: byte == 2 ? "other" : "same",
                    kind: .apiKey,
                    hash: .make(UInt8(byte)),
                    expiresAt: 0
                )
            }
            #expect(try store.tokens(named: "same", limit: 9).map(\.token.id) == [1, 3])
            #expect(try store.tokens(named: "same", limit: 1).map(\.token.id) == [1])
            #expect(try store.tokens(named: "none", limit: 9).isEmpty)
        }
    }

    @Test func aNewRate_forgetsWhatWasSubmittedUnderTheOldOne() throws {
        try withTemporaryStore { store in
            let token = try store.makeToken(of: try store.makeUser())
            try store.execute("UPDATE tokens SET next_submit_at = 77")
            _ = try store.updateToken(token.id, [.submitsPerMinute(1)])
            #expect(try store.number("SELECT next_submit_at FROM tokens") == 0)
        }
    }
}
