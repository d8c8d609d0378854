import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What is wrong with a picture, or with its address.
    struct Pictures {
        private static let patience = ["--set", "MJTASK_PICTURE_WAIT=1s"]

        /// 1 to 4: one failed try.
        @Test(arguments: [
            #""kind":"stall","milliseconds":3000"#, #""kind":"close""#, #""kind":"reset""#,
            #""kind":"closeAfterHeaders""#, #""kind":"truncate""#, #""kind":"status","status":404"#,
            #""kind":"status","status":503,"body":"<html>later</html>""#,
            #""kind":"garbage""#, #""kind":"garbage","body":"""#,
        ])
        func aPictureThatFails_holdsUpNoSuccess_andIsFetchedAgain(fault: String) async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(#"{"target":"image",\#(fault)}"#)
                let task = try await flow.wait(
                    for: try await flow.submit("submit/imagine", ["prompt": "a cat"])
                )
                let id = try #require(task["id"]?.string)
                try await waitUntil("the picture", timeout: .seconds(15)) {
                    try await flow.fetch(id)["imageUrl"]?.string?.isEmpty == false
                }
                #expect(try await flow.picture(of: try await flow.fetch(id)).count > 100)
                #expect(try await channel.pendingFaults() == 0)
                #expect(try flow.balance().spent == 50_000)
            }
        }

        /// 1, 3, 4, 11: it never comes.
        @Test(arguments: [
            #""kind":"status","status":403"#, #""kind":"status","status":404"#,
            #""kind":"truncate""#, #""kind":"trickle","milliseconds":500"#,
        ])
        func aPictureThatNeverComes_isNoLink_andTheTaskIsASuccessAllTheSame(
            fault: String
        ) async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                try await channel.fault(#"{"target":"image",\#(fault),"count":-1}"#)
                let task = try await flow.draw()
                #expect(task["progress"]?.string == "100%")
                #expect(task["imageUrl"]?.string ?? "" == "")
                let row = try #require(try await demo.list().json["data"]?["items"]?.array?.first)
                #expect(row["status"]?.string == "SUCCESS")
                #expect(row["image_url"]?.string ?? "" == "")
                // It can be gone on with.
                let next = try await flow.press("MJ::JOB::upsample::1::", of: task)
                _ = try await flow.wait(for: next)
                #expect(try flow.balance().spent == 75_000)
            }
        }

        /// 11: what was kept is shown for ever.
        @Test func whatBecomesOfAPictureAfterSuccess_changesNeitherLinkNorPicture() async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                var ids: [String] = []
                for name in ["changes", "null", "relative", "otherHost", "expires", "bytes"] {
                    let prompt = JSONValue.string("a cat [[image:\(name)]] [[slow:5]]")
                    ids.append(try await flow.submit("submit/imagine", ["prompt": prompt]))
                }
                var shown: [JSONValue] = []
                var pictures: [[UInt8]] = []
                for id in ids {
                    shown.append(try await flow.wait(for: id))
                    pictures.append(try await flow.picture(of: try #require(shown.last)))
                }
                for (id, picture) in zip(ids, pictures) {
                    try await waitUntil("the channel to show another, or none") {
                        try await channelPicture(of: id, channel) != picture
                    }
                }
                _ = try await flow.draw()
                for ((id, before), picture) in zip(zip(ids, shown), pictures) {
                    let task = try await flow.fetch(id)
                    #expect(task == before)
                    #expect(try await flow.picture(of: task) == picture)
                }
                #expect(Set(pictures).count == pictures.count)
            }
        }

        /// Nil: none that could be fetched.
        private func channelPicture(of id: String, _ channel: Channel) async throws -> [UInt8]? {
            let task = try await channel.demo.send(
                "GET",
                channel.process.baseURL + "/mj/task/\(try await channel.upstreamID(id))/fetch"
            )
            guard let url = task.json["imageUrl"]?.string,
                url.hasPrefix(channel.process.baseURL)
            else { return nil }
            let answer = try await channel.demo.get(url)
            return answer.status == 200 ? answer.bytes : nil
        }

        /// 11: a SUCCESS whose address is none from the beginning.
        @Test(arguments: [
            "", "/mj/image-like/x.png", "ftp://127.0.0.1/x.png", "http://pictures.invalid/x.png",
        ])
        func anAddressThatNobodyCanFetch_isNoLink_andTheTaskIsASuccess(url: String) async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                let id = try await flow.submit("submit/imagine", ["prompt": "[[stuck]]"])
                try await channel.send(
                    "POST",
                    "/tasks/\(try await channel.upstreamID(id))/state",
                    #"{"status":"SUCCESS","imageUrl":"\#(url)"}"#
                )
                let task = try await flow.wait(for: id)
                #expect(task["progress"]?.string == "100%")
                #expect(task["imageUrl"]?.string ?? "" == "")
                #expect(try flow.balance().spent == 50_000)
            }
        }
    }
}
