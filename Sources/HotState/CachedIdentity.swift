import Domain

/// An identity as it lies in Redis, with the version of its user at which it was read.
struct CachedIdentity: Equatable {
    var identity: Identity
    var version: Version

    /// The last letter is the form's number: values of another form are no longer read.
    private static let mark = Array("mjI1".utf8)

    init(_ identity: Identity, at version: Version) {
        self.identity = identity
        self.version = version
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.mark)
        BinaryWriter.append(version, to: &bytes)
        BinaryWriter.append(identity.userID, to: &bytes)
        BinaryWriter.append(identity.tokenID, to: &bytes)
        BinaryWriter.append(identity.kind.rawValue, to: &bytes)
        BinaryWriter.append(Int64(identity.role.rawValue), to: &bytes)
        BinaryWriter.append(UInt8(identity.isEnabled ? 1 : 0), to: &bytes)
        BinaryWriter.append(identity.group, to: &bytes)
        BinaryWriter.append(identity.expiresAt, to: &bytes)
        BinaryWriter.append(UInt32(identity.allowedNetworks.count), to: &bytes)
        for network in identity.allowedNetworks { BinaryWriter.append(network, to: &bytes) }
    }

    /// Nil for anything that is not wholly of this form.
    init?(_ bytes: [UInt8]) {
        var reader = BinaryReader(bytes[...])
        guard reader.take(Self.mark), let version = reader.version(),
            let userID = reader.number(UserID.self), let tokenID = reader.number(TokenID.self),
            let kind = reader.text().flatMap(TokenKind.init),
            let role = reader.number(Int64.self).flatMap({ Role(rawValue: Int($0)) }),
            let enabled = reader.number(UInt8.self), enabled <= 1,
            let group = reader.text(), let expiresAt = reader.number(Milliseconds.self),
            let networkCount = reader.number(UInt32.self)
        else { return nil }
        var networks: [String] = []
        for _ in 0..<networkCount {
            guard let network = reader.text() else { return nil }
            networks.append(network)
        }
        guard reader.isAtEnd else { return nil }
        self.version = version
        identity = Identity(
            userID: userID,
            tokenID: tokenID,
            kind: kind,
            role: role,
            isEnabled: enabled == 1,
            group: group,
            expiresAt: expiresAt,
            allowedNetworks: networks
        )
    }
}
