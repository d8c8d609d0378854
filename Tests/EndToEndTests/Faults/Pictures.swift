import Domain
import TestSupport
import Testing

extension EndToEndTests.Faults {
    /// What is wrong with a picture, or with its address.
    struct Pictures {
        private static let patience = ["--set", "MJTASK_PICTURE_WAIT=1s"]

        /// Drawn in no time.
        private static let fast = ["--speed", "200"]

        /// 1 to 4: one failed try. The link is there at once, and says until then that it waits.
        @Test func aPictureThatFails_holdsUpNoSuccess_andIsFetchedAgain() async throws {
            try await withDemo(channel: Self.fast, Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                let faults = [
                    #""kind":"delay","milliseconds":5000"#, #""kind":"stall","milliseconds":5000"#,
                    #""kind":"close""#, #""kind":"reset""#, #""kind":"closeAfterHeaders""#,
                    #""kind":"truncate""#, #""kind":"status","status":403"#,
                    #""kind":"status","status":503,"body":"<html>later</html>""#,
                    #""kind":"garbage""#, #""kind":"garbage","body":"""#, #""kind":"null""#,
                ]
                var pictures: Set<[UInt8]> = []
                for fault in faults {
                    try await channel.fault(#"{"target":"image",\#(fault)}"#)
                    let task = try await flow.draw("submit/imagine", ["prompt": .string(fault)])
                    #expect(try await channel.pendingFaults() == 0)
                    let link = try #require(task["imageUrl"]?.string)
                    try await waitUntil("the picture of \(fault)", timeout: .seconds(15)) {
                        try await demo.get(link).status == 200
                    }
                    pictures.insert(try await flow.picture(of: task))
                }
                #expect(pictures.count == faults.count)
                #expect(try flow.balance().spent == 50_000 * Int64(faults.count))
            }
        }

        /// 1, 3, 4, 11: it does not come for as long as it is waited for.
        @Test func aPictureThatDoesNotCome_isA503_andTheTaskIsASuccessAllTheSame() async throws {
            try await withDemo(channel: Self.fast, Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                let faults = [
                    #""kind":"status","status":403"#, #""kind":"status","status":404"#,
                    #""kind":"truncate""#, #""kind":"trickle","milliseconds":500"#,
                ]
                for fault in faults {
                    try await channel.fault(#"{"target":"image",\#(fault),"count":-1}"#)
                    let task = try await flow.draw()
                    #expect(task["progress"]?.string == "100%")
                    try await checkMissing(task, flow)
                    try await channel.clearFaults()
                    // It can be gone on with.
                    let next = try await flow.press("MJ::JOB::upsample::1::", of: task)
                    _ = try await flow.wait(for: next)
                }
                #expect(try flow.balance().spent == 75_000 * Int64(faults.count))
            }
        }

        /// A link that waits is answered with an error that says so, in JSON; lists show the same.
        private func checkMissing(_ task: JSONValue, _ flow: Flow) async throws {
            let row = try #require(try await flow.demo.list().json["data"]?["items"]?.array?.first)
            #expect(row["status"]?.string == "SUCCESS")
            #expect(row["image_url"]?.string == task["imageUrl"]?.string ?? "")
            guard let link = task["imageUrl"]?.string, !link.isEmpty else { return }
            let answer = try await flow.demo.get(link)
            #expect(answer.status == 503)
            #expect(answer.json.object != nil)
        }

        /// 11: what was kept is shown for ever.
        @Test func whatBecomesOfAPictureAfterSuccess_changesNeitherLinkNorPicture() async throws {
            try await withDemo(channel: [], Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                var ids: [String] = []
                for name in ["changes", "null", "relative", "otherHost", "expires", "bytes"] {
                    let prompt = JSONValue.string("a cat [[image:\(name)]] [[slow:4]]")
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
        @Test func anAddressThatNobodyCanFetch_isNoPicture_andTheTaskIsASuccess() async throws {
            try await withDemo(channel: Self.fast, Self.patience) { demo, channel in
                let flow = Flow(demo: demo)
                // The second: whether there is a link, which waits for a picture.
                let addresses = [
                    ("", false), ("/mj/image-like/x.png", false), ("ftp://127.0.0.1/x.png", false),
                    ("http://127.0.0.1:1/private.png", false),
                    ("http://pictures.invalid/x.png", true),
                ]
                for (url, hasLink) in addresses {
                    let id = try await flow.submit("submit/imagine", ["prompt": "[[stuck]]"])
                    try await channel.send(
                        "POST",
                        "/tasks/\(try await channel.upstreamID(id))/state",
                        #"{"status":"SUCCESS","imageUrl":"\#(url)"}"#
                    )
                    let task = try await flow.wait(for: id)
                    #expect(task["progress"]?.string == "100%")
                    #expect((task["imageUrl"]?.string?.isEmpty == false) == hasLink, "\(url)")
                    try await checkMissing(task, flow)
                }
                #expect(try flow.balance().spent == 50_000 * Int64(addresses.count))
            }
        }
    }
}
