import Domain
import Testing

@testable import DemoUpstream

@Suite struct SettingFieldTests {
    private func apply(_ text: String) throws -> BehaviorSettings? {
        SettingField.applying(try JSONValue.parse(Array(text.utf8)), to: BehaviorSettings())
    }

    @Test func applying_changesWhatIsNamed() throws {
        let settings = try #require(
            try apply(
                #"""
                {"profile":"java","state":false,"listLimit":100,"secondModal":"accept",
                 "seedError":{"code":3},"hookDrop":2,"hookDelay":5,"secret":"s"}
                """#
            )
        )
        #expect(settings.profile == .java)
        #expect(!settings.keepsState)
        #expect(settings.listLimit == 100)
        #expect(settings.secondModal == .accept)
        #expect(settings.seed.error?.code == 3)
        #expect(settings.hooks.drops == 2)
        #expect(settings.hooks.delay == 5)
        let json = SettingField.json(settings)
        #expect(SettingField.applying(json, to: BehaviorSettings()) == settings)
        #expect(try apply("{}") == BehaviorSettings())
    }

    @Test(arguments: [
        #"{"unknown":1}"#, #"{"profile":"other"}"#, #"{"state":1}"#, #"{"listLimit":0}"#,
        #"{"hookDelay":-1}"#, #"{"secret":null}"#, #"{"state":false,"x":1}"#,
    ]) func applying_changesNothing_whenOneMakesNoSense(text: String) throws {
        #expect(try apply(text) == nil)
    }

    @Test func everySetting_isInTheHelp_once() {
        #expect(Set(SettingField.all.map(\.name)).count == SettingField.all.count)
        for field in SettingField.all {
            #expect(ControlRoute.helpText.contains("  \(field.name) "))
        }
    }
}
