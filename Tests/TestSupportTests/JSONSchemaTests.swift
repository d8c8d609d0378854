import Domain
import TestSupport
import Testing

struct JSONSchemaTests {
    private func violations(_ value: String, _ schema: String) throws -> [String] {
        let schema = try JSONValue.parse(Array(schema.utf8))
        let document = JSONValue.object(["positive": ["minimum": .integer(1)].object])
        return try JSONSchema(document: document)
            .violations(of: JSONValue.parse(Array(value.utf8)), against: schema)
            .map(\.description)
    }

    @Test(arguments: [
        ("1", "true"), ("null", #"{"type":["string","null"]}"#), ("1", #"{"type":"integer"}"#),
        ("1.0", #"{"type":"integer"}"#), ("1.5", #"{"type":"number"}"#),
        ("true", #"{"type":"boolean"}"#), (#""a""#, #"{"enum":["a",null]}"#),
        (#"{"a":1}"#, #"{"const":{"a":1}}"#), ("2", ##"{"$ref":"#/positive"}"##),
        (#"{"a":1,"b":2}"#, #"{"required":["a"],"properties":{"a":{"type":"integer"}}}"#),
        ("{}", #"{"properties":{"a":false}}"#), ("7", #"{"required":["a"],"minLength":9}"#),
        (#"{"b":2}"#, #"{"additionalProperties":{"type":"integer"}}"#),
        ("[1,2]", #"{"items":{"type":"integer"},"minItems":2,"maxItems":2,"uniqueItems":true}"#),
        (#""猫""#, #"{"minLength":1,"maxLength":1,"pattern":"^.$"}"#),
        ("5", #"{"minimum":5,"maximum":5}"#), ("1", #"{"anyOf":[{"const":2},{"const":1}]}"#),
        ("1", #"{"oneOf":[{"const":2},{"const":1}]}"#), ("1", #"{"not":{"const":2}}"#),
        ("1", #"{"if":{"const":2},"then":false}"#),
        ("1", #"{"title":"x","format":"uri","default":3}"#),
    ])
    func valueThatIsAsItMustBe_isNoViolation(_ value: String, _ schema: String) throws {
        #expect(try violations(value, schema) == [])
    }

    @Test(arguments: [
        ("1", "false", "the value"), ("1.5", #"{"type":"integer"}"#, "the value"),
        (#""1""#, #"{"type":["integer","null"]}"#, "the value"),
        ("true", #"{"type":"integer"}"#, "the value"), ("null", #"{"type":"object"}"#, "the value"),
        (#""b""#, #"{"enum":["a"]}"#, "the value"), ("1", #"{"const":"1"}"#, "the value"),
        ("0", ##"{"$ref":"#/positive"}"##, "the value"),
        ("{}", #"{"required":["a"]}"#, "/a"),
        (#"{"a":"x"}"#, #"{"properties":{"a":{"type":"integer"}}}"#, "/a"),
        (
            #"{"a":{"b":[1,"x"]}}"#,
            #"{"properties":{"a":{"properties":{"b":{"items":{"type":"integer"}}}}}}"#, "/a/b/1"
        ),
        (#"{"a":1,"b":2}"#, #"{"properties":{"a":true},"additionalProperties":false}"#, "/b"),
        (#"{"b":"2"}"#, #"{"additionalProperties":{"type":"integer"}}"#, "/b"),
        ("{}", #"{"minProperties":1}"#, "the value"),
        (#"{"a":1}"#, #"{"maxProperties":0}"#, "the value"),
        ("[1]", #"{"minItems":2}"#, "the value"), ("[1,2]", #"{"maxItems":1}"#, "the value"),
        ("[1,1]", #"{"uniqueItems":true}"#, "the value"),
        (#""""#, #"{"minLength":1}"#, "the value"), (#""猫猫""#, #"{"maxLength":1}"#, "the value"),
        (#""ab""#, #"{"pattern":"^a$"}"#, "the value"), ("4", #"{"minimum":5}"#, "the value"),
        ("6", #"{"maximum":5.5}"#, "the value"),
        ("1", #"{"allOf":[true,{"const":2}]}"#, "the value"),
        ("1", #"{"anyOf":[{"const":2},false]}"#, "the value"),
        ("1", #"{"oneOf":[{"const":1},true]}"#, "the value"), ("1", #"{"not":true}"#, "the value"),
        ("1", #"{"if":{"const":1},"then":false}"#, "the value"),
        ("1", #"{"if":{"const":2},"else":false}"#, "the value"),
    ])
    func valueThatIsNot_isOne_atItsPlace(
        _ value: String,
        _ schema: String,
        _ place: String
    ) throws {
        let found = try violations(value, schema)

        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(place + ": ") == true)
    }

    @Test(arguments: [
        ("{}", #"{"requird":["a"]}"#), ("1", #"{"multipleOf":2}"#), ("1", #"{"type":"text"}"#),
        ("1", #"{"type":1}"#), ("{}", #"{"required":"a"}"#), ("1", ##"{"$ref":"#/nothing"}"##),
        ("1", #"{"$ref":"other.json"}"#), ("1", #"{"then":true}"#),
        (#""a""#, #"{"pattern":"("}"#), ("1", "7"),
    ])
    func schemaThatCannotBeChecked_isAnError(_ value: String, _ schema: String) {
        #expect(throws: (any Error).self) { try violations(value, schema) }
    }
}

extension [String: JSONValue] {
    fileprivate var object: JSONValue { .object(self) }
}
