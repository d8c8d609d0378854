import Crypto
package import Domain

/// What a receiver is told, once or again.
package struct CallbackDelivery: Sendable, Equatable {
    /// The same over all attempts, so that a receiver can tell a repetition.
    package var id: String
    package var url: String
    /// Who named the address.
    package var userID: UserID
    /// The task document.
    package var body: [UInt8]
    /// Of the API key that submitted the task; nil: nothing to sign with.
    package var tokenHash: TokenHash?

    package init(id: String, url: String, userID: UserID, body: [UInt8], tokenHash: TokenHash?) {
        self.id = id
        self.url = url
        self.userID = userID
        self.body = body
        self.tokenHash = tokenHash
    }

    /// Delivers once; returns when the receiver has said 2xx.
    package typealias Deliver =
        @Sendable (CallbackDelivery, _ now: Milliseconds) async throws(CallbackError) -> Void

    /// `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>">`. The key is the text of the SHA-256 of
    /// the API key, 64 lower-case hex digits: its owner can compute it, and we do not keep more.
    func signature(at now: Milliseconds) -> String? {
        guard let tokenHash else { return nil }
        let seconds = String(now / 1000)
        var hmac = HMAC<SHA256>(key: SymmetricKey(data: Array(tokenHash.hex.utf8)))
        hmac.update(data: Array((seconds + ".").utf8))
        hmac.update(data: body)
        let digits = hmac.finalize().map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "t=\(seconds),v1=\(digits.joined())"
    }
}

/// A delivery that failed. Reasons never hold the address.
package enum CallbackError: Error, Equatable {
    /// The address can never be delivered to.
    case invalid(reason: String)
    /// Nobody answered: unknown or private host, no connection, no answer in time.
    case unreachable(reason: String)
    /// The receiver answered, and not with 2xx.
    case rejected(status: Int)
    /// Nothing was tried, for want of a place: it says nothing about the receiver.
    case busy
}

extension CallbackError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalid(let reason), .unreachable(let reason): reason
        case .rejected(let status): "status \(status)"
        case .busy: "no place to look its name up"
        }
    }
}
