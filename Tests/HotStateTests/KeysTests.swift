import Domain
import Testing

@testable import HotState

struct KeysTests {
    private func keys(_ databaseID: String = "db") -> Keys {
        Keys(databaseID: databaseID, configuration: .init(redisSocket: ""))
    }

    private func text(_ key: [UInt8]) -> String { String(decoding: key, as: UTF8.self) }

    @Test func keys_nameTheDatabase() {
        let hash = String(repeating: "a5", count: 32)
        #expect(text(keys().token(.make())) == "mjtask:db:token:\(hash)")
        #expect(
            text(keys().page(.own, for: .make()))
                == "mjtask:db:page:\(hash):own:p=1&size=20&lang=en"
        )
        #expect(
            text(keys().page(.everyone, for: .make()))
                == "mjtask:db:page:\(hash):everyone:p=1&size=20&lang=en"
        )
        #expect(text(keys().hotTask("17")) == "mjtask:db:hot:17")
        #expect(text(keys().hints) == "mjtask:db:hints")
        #expect(keys("other").hotTask("17") != keys().hotTask("17"))
    }

    @Test func expiries_areAtLeastASecond() {
        let keys = Keys(
            databaseID: "db",
            configuration: .init(
                redisSocket: "",
                pageLifetime: .milliseconds(20),
                hotTaskLifetime: .seconds(90)
            )
        )
        #expect(keys.pageSeconds == 1)
        #expect(keys.hotTaskSeconds == 90)
    }
}
