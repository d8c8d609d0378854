import Domain
import Testing

struct AccountTests {
    @Test func hex_has64LowerCaseDigits() {
        let hash = TokenHash(bytes: (0..<32).map { UInt8($0 * 8 + 7) })
        #expect(
            hash.hex == "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff"
        )
    }

    @Test func roles_orderByWhatTheyMay() {
        #expect(Role.common < .admin)
        #expect(Role.admin < .root)
        #expect(Role(rawValue: 10) == .admin)
    }
}
