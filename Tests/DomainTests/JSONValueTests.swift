import Domain
import Foundation
import Testing

struct JSONValueTests {
    @Test func decoding_keepsLargeIntegersExact() throws {
        let value = try decode(#"{"id": 14001929738841621, "list": [true, null, 1.5, "x"]}"#)
        #expect(value["id"] == .integer(14_001_929_738_841_621))
        #expect(value["id"]?.idText == "14001929738841621")
        #expect(value["list"]?.array == [.bool(true), .null, .number(1.5), .string("x")])
    }

    @Test func encoding_givesBackWhatWasDecoded() throws {
        let value = JSONValue.object([
            "a": .array([.integer(1), .number(0.5), .bool(false)]), "b": .null,
            "c": .string("猫"), "d": .object([:]),
        ])
        #expect(
            try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value
        )
    }

    @Test func accessors_areNil_forOtherKinds() {
        let text = JSONValue.string("1")
        #expect(text.integer == nil && text.array == nil && text.object == nil && text["x"] == nil)
        #expect(JSONValue.bool(true).string == nil && JSONValue.bool(true).idText == nil)
        #expect(JSONValue.number(1.5).integer == nil && JSONValue.number(2).integer == 2)
    }

    private func decode(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }
}
