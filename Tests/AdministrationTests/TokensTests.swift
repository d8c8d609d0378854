import Administration
import Domain
import Foundation
import HotState
import Logging
import Storage
import TestSupport
import Testing

@Suite struct TokensTests {
    @Test(arguments: TokenKind.allCases)
    func anIssuedToken_authenticatesItsUser(kind: TokenKind) throws {
        try withInstallation { installation, _ in
            let user = try installation.addUser(
                named: "alice",
                role: .admin,
                group: "default",
                quota: 0
            )
            let issued = try installation.issueToken(
                to: "alice",
                kind: kind,
                name: "laptop",
                lifetime: nil
            )
            // As a responder hashes what a client sends.
            let hash = TokenHash(bytes: sha256(issued.secret.text))
            let identity = try #require(try installation.store.identity(of: hash))
            #expect(identity.userID == user.id)
            #expect(identity.tokenID == issued.token.id)
            #expect(identity.kind == kind)
            #expect(identity.role == .admin)
            #expect(identity.isEnabled)
            #expect(identity.expiresAt == 0)
        }
    }

    @Test func theTokenItself_isNowhereInTheFiles() throws {
        try withInstallation { installation, directory in
            _ = try installation.addUser(named: "alice", role: .common, group: "default", quota: 0)
            let issued = try installation.issueToken(
                to: "alice",
                kind: .apiKey,
                name: "x",
                lifetime: nil
            )
            let secret = Data(issued.secret.text.dropFirst(3).utf8)
            let files = try #require(FileManager.default.enumerator(atPath: directory))
            var bytes = 0
            for case let name as String in files {
                guard let data = FileManager.default.contents(atPath: directory + "/" + name)
                else { continue }
                bytes += data.count
                #expect(data.range(of: secret) == nil, "\(name)")
            }
            #expect(bytes > 0)
        }
    }

    @Test func aRevokedToken_isNotLetIn_andTheUsersVersionMoves() throws {
        try withInstallation { installation, directory in
            let user = try installation.addUser(
                named: "alice",
                role: .common,
                group: "default",
                quota: 0
            )
            let issued = try installation.issueToken(
                to: "alice",
                kind: .apiKey,
                name: "x",
                lifetime: nil
            )
            let other = try Versions(
                directory: directory + "/run",
                databaseID: try Store.prepare(
                    .init(path: directory + "/mjtask.db"),
                    logger: .silent
                )
            )
            let before = try #require(other.version(ofUser: user.id))
            _ = try installation.revokeToken(named: "\(issued.token.id)")
            #expect(try installation.store.identity(of: issued.secret.hash)?.isEnabled == false)
            #expect(try #require(other.version(ofUser: user.id)) != before)
            #expect(try installation.tokens(of: user).map(\.token.isEnabled) == [false])
        }
    }

    @Test func aLifetime_becomesAnExpiry() throws {
        try withInstallation { installation, _ in
            _ = try installation.addUser(named: "alice", role: .common, group: "default", quota: 0)
            let before = wallClock()
            let issued = try installation.issueToken(
                to: "alice",
                kind: .apiKey,
                name: "x",
                lifetime: .seconds(86_400)
            )
            let after = wallClock()
            #expect((before + 86_400_000...after + 86_400_000).contains(issued.token.expiresAt))
            let identity = try installation.store.identity(of: issued.secret.hash)
            #expect(identity?.expiresAt == issued.token.expiresAt)
        }
    }

    @Test(arguments: [
        Duration.zero, .seconds(-5), .seconds(101 * 366 * 86_400), .seconds(Int64.max),
    ])
    func aLifetimeOutOfReason_isRefused(lifetime: Duration) throws {
        try withInstallation { installation, _ in
            _ = try installation.addUser(named: "alice", role: .common, group: "default", quota: 0)
            #expect(throws: AdministrationError.self) {
                try installation.issueToken(
                    to: "alice",
                    kind: .apiKey,
                    name: "x",
                    lifetime: lifetime
                )
            }
            let tokens = try installation.tokens(of: nil)
            #expect(tokens.isEmpty)
        }
    }

    @Test func tokens_areListedByOwner() throws {
        try withInstallation { installation, _ in
            for name in ["alice", "bob"] {
                _ = try installation.addUser(named: name, role: .common, group: "default", quota: 0)
                _ = try installation.issueToken(
                    to: name,
                    kind: .apiKey,
                    name: "of " + name,
                    lifetime: nil
                )
            }
            let bob = try installation.user(named: "bob")
            #expect(try installation.tokens(of: nil).map(\.owner) == ["alice", "bob"])
            #expect(try installation.tokens(of: bob).map(\.token.name) == ["of bob"])
            #expect(try installation.tokens(of: nil, after: 1, limit: 1).map(\.owner) == ["bob"])
        }
    }
}
