import Domain
import Storage
import Testing

@testable import TaskAPI

/// What lists got wrong elsewhere, by the number of the defect.
struct ListDefectsTests {
    @Test(
        "B20: a page size below 1 never gives the whole table, and pages are counted from 1",
        arguments: [
            "page_size=-1", "page_size=0", "page_size=101", "page_size=9223372036854775808",
            "p=-3", "p=0", "p=1.5", "p=9223372036854775808",
        ]
    )
    func pages_areBounded(query: String) throws {
        try TestAPI.run { api in
            try api.addTask()
            for (path, token) in [
                ("/api/mj/self", "access-user"), ("/api/mj/", "access-administrator"),
            ] {
                let answer = try api.get("\(path)?\(query)", token: token)

                #expect(answer.status == 400)
                #expect(answer.json["success"] == .bool(false))
                #expect(answer.json["data"] == nil)
            }
        }
    }

    @Test("B20: a page beyond the end is empty, however far")
    func pagesBeyondTheEnd_areEmpty() throws {
        try TestAPI.run { api in
            try api.addTask()

            let answer = try api.get("/api/mj/self?p=9223372036854775807&page_size=100")

            #expect(answer.status == 200)
            #expect(answer.json["data"]?["items"]?.array == [])
            #expect(answer.json["data"]?["total"]?.integer == 1)
        }
    }

    @Test("B21: a database that fails is an error, never an empty success")
    func failures_areNoSuccess() throws {
        try TestAPI.run { api in
            try api.addTask()
            api.store.close()

            for (path, token) in [
                ("/api/mj/self", "access-user"), ("/api/mj/", "access-administrator"),
            ] {
                let answer = try api.get(path, token: token)

                #expect(answer.status == 503)
                #expect(answer.json["success"] == .bool(false))
                #expect(answer.json["message"]?.string?.isEmpty == false)
                #expect(answer.json["data"] == nil)
            }
        }
    }

    @Test("B27: a task without a picture has no link to one, also in list and fetch")
    func noPicture_isNoLink() async throws {
        try await TestAPI.run { api in
            let tasks = [try api.addTask(), try api.addTask()]
            try await api.finish(tasks[0], .failure)

            let items = try api.get("/api/mj/self").json["data"]?["items"]?.array ?? []

            #expect(items.map { $0["image_url"]?.string } == ["", ""])
            for task in tasks {
                let fetched = try api.get("/mj/task/\(task.mjID)/fetch")
                #expect(fetched.status == 200)
                #expect(!fetched.text.contains("/mj/image/"))
            }
        }
    }

    @Test("B33: users see neither channel nor user, and cannot filter by either")
    func channels_areHiddenFromUsers() throws {
        try TestAPI.run { api in
            let task = try api.addTask()
            let other = api.channel.id + 1

            let own = try api.get("/api/mj/self?channel_id=\(other)&user_id=\(api.other.id)")
            let all = try api.get("/api/mj/", token: "access-administrator")
            let fetched = try api.get("/mj/task/\(task.mjID)/fetch")

            #expect(own.listed == [task.mjID])
            for text in [own.text, fetched.text] {
                for key in ["channel_id", "channelId", "user_id", "userId"] {
                    #expect(!text.contains("\"\(key)\""))
                }
            }
            let item = all.json["data"]?["items"]?.array?.first
            #expect(item?["channel_id"]?.integer == api.channel.id)
            #expect(item?["user_id"]?.integer == api.user.id)
        }
    }

    @Test(
        "B33: a filter that is no time is refused by its name",
        arguments: ["start_timestamp", "end_timestamp"],
        ["abc", "-1", "1.7e12", "%20170", "1%27%20OR%201=1", "9223372036854775808"]
    )
    func timestamps_areValidated(name: String, value: String) throws {
        try TestAPI.run { api in
            for (path, token) in [
                ("/api/mj/self", "access-user"), ("/api/mj/", "access-administrator"),
            ] {
                let answer = try api.get("\(path)?\(name)=\(value)", token: token)

                #expect(answer.status == 400)
                #expect(answer.json["success"] == .bool(false))
                #expect(answer.json["message"]?.string?.hasPrefix(name) == true)
            }
        }
    }
}
