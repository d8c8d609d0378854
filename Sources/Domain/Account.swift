/// What a user may do, with new-api's numbers.
package enum Role: Int, Sendable, Codable, CaseIterable, Comparable {
    case common = 1
    case admin = 10
    case root = 100

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// Which routes a credential opens.
package enum TokenKind: String, Sendable, Codable, CaseIterable {
    /// `sk-…`: `/mj` and the owner's list.
    case apiKey = "api_key"
    /// `/api/mj`, for dashboards.
    case accessToken = "access_token"
}

/// SHA-256 of a credential as its holder sends it: the only form that is kept.
package struct TokenHash: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        precondition(bytes.count == 32, "a SHA-256 digest has 32 bytes")
        self.bytes = bytes
    }

    /// 64 lower-case hex digits.
    package var hex: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            let digits: StaticString = "0123456789abcdef"
            digits.withUTF8Buffer { digits in
                for (index, byte) in bytes.enumerated() {
                    buffer[2 * index] = digits[Int(byte >> 4)]
                    buffer[2 * index + 1] = digits[Int(byte & 15)]
                }
            }
            return 64
        }
    }
}

/// Who a credential stands for: what authentication needs to know, and what may be cached.
package struct Identity: Sendable, Equatable {
    package var userID: UserID
    package var tokenID: TokenID
    package var kind: TokenKind
    package var role: Role
    /// False for a disabled user or a revoked token: known, but not let in.
    package var isEnabled: Bool
    /// The group that prices the user's tasks.
    package var group: String
    /// When the token ends; 0: never.
    package var expiresAt: Milliseconds
    /// Networks the token may be used from, as CIDR; empty: any.
    package var allowedNetworks: [String]

    package init(
        userID: UserID,
        tokenID: TokenID,
        kind: TokenKind,
        role: Role,
        isEnabled: Bool,
        group: String,
        expiresAt: Milliseconds = 0,
        allowedNetworks: [String] = []
    ) {
        self.userID = userID
        self.tokenID = tokenID
        self.kind = kind
        self.role = role
        self.isEnabled = isEnabled
        self.group = group
        self.expiresAt = expiresAt
        self.allowedNetworks = allowedNetworks
    }
}
