import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportChannelsTests {
    @Test func channels_serveWhatTheyServed() throws {
        try withImportBench { bench in
            try bench.addUser(1)
            func add(_ id: Int, _ values: KeyValuePairs<String, String>) throws {
                try bench.source.execute(
                    "INSERT INTO channels (id, `key`, base_url, models) "
                        + "VALUES (\(id), '', 'http://h\(id)', 'mj_imagine')"
                )
                for (column, value) in values {
                    try bench.source.execute(
                        "UPDATE channels SET `\(column)` = \(value) WHERE id = \(id)"
                    )
                }
            }
            try add(
                1,
                [
                    "name": "'first'", "key": "'a\nb'", "priority": "5", "weight": "3",
                    "group": "'default,vip'", "models": "'gpt-4, mj_imagine,mj_upscale,swap_face'",
                ]
            )
            try add(2, ["name": "'first'", "status": "2", "base_url": "'http://h2/'"])
            try add(3, ["name": "''", "status": "3"])
            try add(4, ["name": "'no address'", "base_url": "''"])
            try add(5, ["name": "'text only'", "models": "'gpt-4'"])
            try add(6, ["name": "'used'", "models": "'gpt-4'", "group": "NULL"])
            try bench.addTask(1, ["channel_id": "6"])
            try bench.addTask(2, ["channel_id": "9"])
            try bench.addTask(3, ["channel_id": "NULL"])

            let report = try bench.run()

            try bench.withStore { store in
                let channels = try store.channels().sorted { $0.id < $1.id }
                #expect(channels.map(\.id) == [1, 2, 3, 4, 6, 9])
                #expect(
                    channels.map(\.name) == [
                        "first", "first-2", "new-api-channel-3", "no address", "used",
                        "new-api-channel-9",
                    ]
                )
                #expect(channels.map(\.secret) == ["a", "", "", "", "", ""])
                #expect(channels[1].baseURL == "http://h2")
                #expect(channels.filter { $0.status == .enabled }.map(\.id) == [1])
                func text(_ column: String) throws -> String? {
                    try store.text("SELECT \(column) FROM channels WHERE id = 1")
                }
                #expect(try text("actions") == "IMAGINE UPSCALE SWAP_FACE")
                #expect(try text("groups") == "default vip")
                #expect(try text("weight || ' ' || priority") == "3 5")
                #expect(try store.text("SELECT groups FROM channels WHERE id = 6") == "default")
                #expect(
                    try store.everything(.user(1)).map(\.channelID) == [nil, 9, 6]
                )
            }
            #expect(report.counts(of: .channel).added == 6)
        }
    }
}
