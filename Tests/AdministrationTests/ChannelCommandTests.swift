import Foundation
import Testing

/// `mjtask channels`, from its arguments to its output.
@Suite struct ChannelCommandTests {
    private func add(_ mjtask: CommandRun, _ more: [String] = []) throws {
        let added = try mjtask(["channels", "add", "east", "http://10.0.0.7:8080"] + more)
        #expect(added.status == 0, "\(added.errors)")
    }

    @Test func channels_takeTheirSecretFromFileInputOrEnvironment_andNeverShowIt() throws {
        try withCommands { mjtask in
            try "from-file\n".write(
                toFile: mjtask.directory + "/secret",
                atomically: false,
                encoding: .utf8
            )
            let results = [
                try mjtask("channels", "add", "a", "http://a:1/", "--secret-file", "secret"),
                try mjtask(
                    "channels",
                    "add",
                    "b",
                    "http://b:1",
                    "--secret-stdin",
                    input: "from-stdin\n"
                ),
                try mjtask(
                    "channels",
                    "add",
                    "c",
                    "http://c:1",
                    "--priority",
                    "9",
                    environment: ["MJTASK_CHANNEL_SECRET": "from-environment"]
                ),
                try mjtask("channels", "add", "d", "http://d:1"),
                try mjtask("channels", "list"), try mjtask("channels", "list", "--json"),
            ]
            for result in results {
                #expect(result.status == 0, "\(result.errors)")
                #expect(!result.output.contains("from-"))
            }
            let channels = try results[5].array()
            #expect(channels.map { $0["name"] as? String } == ["c", "a", "b", "d"])
            #expect(channels.map { $0["has_secret"] as? Bool } == [true, true, true, false])
            #expect(channels[1]["url"] as? String == "http://a:1")

            #expect(try mjtask("channels", "disable", "2").output == "Channel 2 is disabled.\n")
            #expect(
                try mjtask("channels", "list", "--json").array()
                    .map { $0["status"] as? String }
                    == ["enabled", "enabled", "disabled", "enabled"]
            )
            #expect(try mjtask("channels", "enable", "2", "--json").object()["id"] as? Int == 2)
        }
    }

    @Test func list_showsWhatAChannelServes_andHowItIs() throws {
        try withCommands { mjtask in
            try add(
                mjtask,
                [
                    "--priority", "5", "--weight", "2", "--in-flight-limit", "12", "--groups",
                    "default", "--actions", "mj_imagine,BLEND", "--modes", "fast",
                ]
            )
            let disabled = try mjtask("channels", "disable", "east", "--reason", "being moved")
            #expect(disabled.output == "Channel east is disabled.\n")
            #expect(
                try mjtask("channels", "list").output == """
                    ID  NAME  URL                   STATE     WHY          IN FLIGHT  PRIORITY  WEIGHT  SERVES                      SECRET
                     1  east  http://10.0.0.7:8080  disabled  being moved       0/12         5       2  default IMAGINE,BLEND FAST  none

                    """
            )
            let channel = try mjtask("channels", "list", "--json").array()[0]
            #expect(
                Set(channel.keys) == [
                    "id", "name", "url", "status", "status_reason", "state", "priority", "weight",
                    "has_secret", "groups", "actions", "modes", "in_flight", "in_flight_limit",
                    "waiting", "health",
                ]
            )
            #expect(channel["state"] as? String == "disabled")
            #expect(channel["status_reason"] as? String == "being moved")
            #expect(channel["in_flight_limit"] as? Int == 12)
            #expect(channel["actions"] as? [String] == ["IMAGINE", "BLEND"])
            #expect(channel["health"] is NSNull)
        }
    }

    @Test func edit_changesWhatIsNamed_andShowTellsAll() throws {
        try withCommands { mjtask in
            try add(mjtask, ["--in-flight-limit", "12", "--modes", "fast"])
            let edited = try mjtask(
                "channels",
                "edit",
                "1",
                "--name",
                "west",
                "--in-flight-limit",
                "0",
                "--actions",
                "DESCRIBE",
                "--secret-stdin",
                input: "new-secret\n"
            )
            #expect(edited.status == 0, "\(edited.errors)")
            #expect(edited.output == "Changed channel west (id 1), its secret too.\n")
            let shown = try mjtask("channels", "show", "west").output
            #expect(!shown.contains("new-secret"))
            for line in ["Channel", "Secret", "State", "Actions", "Modes"] {
                #expect(shown.contains(line), "\(line)")
            }
            #expect(shown.contains("DESCRIBE"))
            let object = try mjtask("channels", "show", "west", "--json").object()
            #expect(object["in_flight_limit"] is NSNull)
            #expect(object["modes"] as? [String] == ["FAST"])
            #expect(object["has_secret"] as? Bool == true)
            _ = try mjtask("channels", "edit", "west", "--no-secret")
            let without = try mjtask("channels", "show", "west", "--json").object()
            #expect(without["has_secret"] as? Bool == false)
        }
    }

    @Test func drain_ofAnIdleChannel_disablesIt_andReturnsAtOnce() throws {
        try withCommands { mjtask in
            try add(mjtask)
            let drained = try mjtask("channels", "drain", "east", "--json")
            #expect(drained.status == 0, "\(drained.errors)")
            #expect(try drained.object()["drained"] as? Bool == true)
            let channel = try mjtask("channels", "show", "1", "--json").object()
            #expect(channel["status"] as? String == "disabled")
            #expect(channel["status_reason"] as? String == "drained")
        }
    }

    @Test("B29: a file of several keys is refused")
    func severalKeys_areRefused() throws {
        try withCommands { mjtask in
            let result = try mjtask(
                "channels",
                "add",
                "east",
                "http://10.0.0.7:8080",
                "--secret-stdin",
                input: "key-one\nkey-two\n"
            )
            #expect(result.status == 65)
            #expect(result.errors.contains("a channel has one key"))
            #expect(result.errors.contains("hint: add a channel for each key"))
            #expect(!result.errors.contains("key-one"))
            #expect(try mjtask("channels", "list", "--json").array().isEmpty)
        }
    }
}
