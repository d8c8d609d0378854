import Domain

/// What a page in Redis is followed by: whose it is and the version it was made at.
///
/// It comes after the page and not before, so that it can be cut off without moving the page.
struct CachedPage: Equatable {
    var user: UserID
    var list: PageKey.List
    var version: Version

    /// The last letter is the form's number: values of another form are no longer read.
    private static let mark = Array("mjP1".utf8)
    /// User, version, list, length of the page, mark.
    static let size = 8 + 16 + 1 + 8 + mark.count

    init(user: UserID, list: PageKey.List, version: Version) {
        self.user = user
        self.list = list
        self.version = version
    }

    /// Appends what follows a page of `length` bytes.
    func append(afterPageOf length: Int, to bytes: inout [UInt8]) {
        BinaryWriter.append(user, to: &bytes)
        BinaryWriter.append(version, to: &bytes)
        BinaryWriter.append(UInt8(list == .own ? 0 : 1), to: &bytes)
        BinaryWriter.append(UInt64(length), to: &bytes)
        bytes.append(contentsOf: Self.mark)
    }

    /// Cuts this off the end of a value, which leaves the page; nil, and nothing is cut off, when
    /// the value is not one of ours or not whole.
    init?(cuttingFrom value: inout [UInt8]) {
        guard value.count >= Self.size else { return nil }
        var reader = BinaryReader(value.suffix(Self.size))
        guard let user = reader.number(UserID.self), let version = reader.version(),
            let list = reader.number(UInt8.self), list <= 1,
            let length = reader.number(UInt64.self),
            UInt64(value.count - Self.size) == length, reader.take(Self.mark)
        else { return nil }
        self.init(user: user, list: list == 0 ? .own : .everyone, version: version)
        value.removeLast(Self.size)
    }
}
