import Domain
import Testing

@testable import HotState

/// What is read back from Redis: whole values of the present form, and nothing else.
struct CachedValueTests {
    private let version = Version(file: 0xfedc_ba98_7654_3210, word: 42 << 16)

    private func encoded(_ identity: Identity) -> [UInt8] {
        var bytes: [UInt8] = []
        CachedIdentity(identity, at: version).append(to: &bytes)
        return bytes
    }

    @Test(arguments: [
        Identity.make(),
        .make(user: .max, role: .root, group: "貴賓\0", allowedNetworks: ["10.0.0.0/8", ""]),
        Identity(
            userID: -1,
            tokenID: 0,
            kind: .apiKey,
            role: .admin,
            isEnabled: false,
            group: ""
        ),
    ])
    func identity_comesBackAsItWas(identity: Identity) {
        let cached = CachedIdentity(encoded(identity))
        #expect(cached == CachedIdentity(identity, at: version))
    }

    @Test func identity_isAMiss_whenItIsCutOrLonger() {
        let bytes = encoded(.make(allowedNetworks: ["10.0.0.0/8"]))
        for count in bytes.indices {
            #expect(CachedIdentity(Array(bytes.prefix(count))) == nil, "\(count) bytes")
        }
        #expect(CachedIdentity(bytes + [0]) == nil)
    }

    /// Any byte may be another one; whatever comes of it, nothing traps.
    @Test func identity_neverTraps_whateverLiesThere() {
        let bytes = encoded(.make(allowedNetworks: ["10.0.0.0/8"]))
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                var changed = bytes
                changed[index] = value
                _ = CachedIdentity(changed)
            }
        }
        #expect(CachedIdentity(Array("mjI2".utf8) + bytes.dropFirst(4)) == nil)
        #expect(CachedIdentity(Array("{\"json\":1}".utf8)) == nil)
    }

    private func pageValue(_ body: [UInt8]) -> [UInt8] {
        var value = body
        CachedPage(user: 3, list: .everyone, version: version)
            .append(afterPageOf: body.count, to: &value)
        return value
    }

    @Test(arguments: ["", "{\"items\":[]}", "mjP1"])
    func page_comesBackAsItWas(text: String) {
        let body = Array(text.utf8)
        var value = pageValue(body)

        let cached = CachedPage(cuttingFrom: &value)

        #expect(cached == CachedPage(user: 3, list: .everyone, version: version))
        #expect(value == body)
    }

    @Test func page_isAMiss_whenItIsCutAtEitherEnd_orOfAnotherForm() {
        let whole = pageValue(Array("page".utf8))
        for count in whole.indices {
            var head = Array(whole.prefix(count))
            #expect(CachedPage(cuttingFrom: &head) == nil)
            #expect(head.count == count)
            var tail = Array(whole.suffix(count))
            #expect(CachedPage(cuttingFrom: &tail) == nil)
        }
        var other = Array(whole.dropLast()) + [UInt8(ascii: "2")]
        #expect(CachedPage(cuttingFrom: &other) == nil)
        var foreign = [UInt8](repeating: 0xff, count: 100)
        #expect(CachedPage(cuttingFrom: &foreign) == nil)
    }

    @Test func hotTask_comesBackAsItWas() {
        var task = HotTask.make(user: .max, epoch: .max, sequence: 0)
        #expect(HotDocument.decode(HotDocument.encode(task)) == task)
        task.promptEn = ""
        task.status = .modal
        task.percent = -7
        #expect(HotDocument.decode(HotDocument.encode(task)) == task)
    }

    @Test func hotTask_isAMiss_whenItIsCutOrLongerOrForeign() {
        let bytes = HotDocument.encode(.make())
        for count in bytes.indices {
            #expect(HotDocument.decode(Array(bytes.prefix(count))) == nil, "\(count) bytes")
        }
        #expect(HotDocument.decode(bytes + [0]) == nil)
        #expect(HotDocument.decode(Array(repeating: UInt8(ascii: "9"), count: 100)) == nil)
        #expect(HotDocument.decode([UInt8](repeating: 0xff, count: 100)) == nil)
    }
}
