import Domain
import Testing

@testable import DemoUpstream

@Suite struct DemoTaskTests {
    private func task(
        finish: Int64? = 10_000 + 7 * 1_000,
        failReason: String? = nil,
        prompt: String = "cat"
    ) -> DemoTask {
        var fields = SubmitFields(SubmitRequest(body: .object([:])))
        fields.state = "our-id"
        var orders = PromptOrders()
        orders.failure = failReason
        return DemoTask(
            id: "1689231405853400",
            order: TaskOrder(
                action: .imagine,
                prompt: prompt,
                promptEn: PromptText.english(prompt),
                description: { _ in "/imagine \(prompt)" },
                fields: fields,
                orders: orders
            ),
            accountID: "1118138338562560102",
            submitTime: 1_000,
            seed: 42,
            plan: .init(start: 5_000, progress: 10_000, step: 1_000, finish: finish),
            slotAt: 0
        )
    }

    @Test func view_goesThroughTheWholeLife() {
        let task = task()
        let life: [(time: Int64, status: String, progress: String?)] = [
            (1_000, "NOT_START", nil), (4_999, "NOT_START", nil), (5_000, "SUBMITTED", "0%"),
            (9_999, "SUBMITTED", "0%"), (10_000, "IN_PROGRESS", "0%"),
            (11_000, "IN_PROGRESS", "15%"), (12_500, "IN_PROGRESS", "31%"),
            (13_000, "IN_PROGRESS", "46%"), (14_000, "IN_PROGRESS", "62%"),
            (15_000, "IN_PROGRESS", "78%"), (16_999, "IN_PROGRESS", "93%"),
            (17_000, "SUCCESS", "100%"), (.max, "SUCCESS", "100%"),
        ]
        for moment in life {
            let view = task.view(at: moment.time)
            #expect(view.status == moment.status)
            #expect(view.progress == moment.progress)
            #expect(view.startTime == (moment.time < 5_000 ? nil : 5_000))
            #expect(view.finishTime == (moment.time < 17_000 ? nil : 17_000))
        }
        #expect(task.view(at: 10_000).picture == .none)
        #expect(task.view(at: 11_000).picture == .preview(step: 1))
        #expect(task.view(at: 16_000).picture == .preview(step: 6))
        #expect(task.view(at: 17_000).picture == .final)
    }

    @Test func view_endsAsFailure_whenThePromptSaysSo() {
        let view = task(failReason: "[Invalid parameter] x").view(at: 17_000)
        #expect(view.status == "FAILURE")
        #expect(view.progress == "")
        #expect(view.failReason == "[Invalid parameter] x")
        #expect(view.picture == .none)
    }

    @Test func view_staysInProgress_whenItNeverFinishes() {
        let view = task(finish: nil).view(at: .max)
        #expect(view.status == "IN_PROGRESS")
        #expect(view.progress == "93%")
        #expect(view.finishTime == nil)
    }

    @Test func view_isWhatTheControlPlaneSays() {
        var task = task()
        task.forced = .init(status: "FAILURE", failReason: "[Banned prompt detected] x")
        #expect(task.view(at: 11_000).status == "FAILURE")
        #expect(task.view(at: 11_000).progress == "")
        task.forced = .init(
            status: "PAUSED",
            progress: "Waiting to start",
            imageURL: "http://other/x.png"
        )
        let view = task.view(at: 11_000)
        #expect(view.status == "PAUSED")
        #expect(view.progress == "Waiting to start")
        #expect(view.picture == .forced("http://other/x.png"))
        task.forced = .init(status: "SUCCESS", imageURL: "", finishTime: 11_000)
        #expect(task.view(at: 12_000).picture == .none)
        #expect(task.view(at: 12_000).finishTime == 11_000)
    }

    @Test func json_isThePlusTaskObject() throws {
        let waiting = task(prompt: "猫猫 --ar 1:1").json(at: 1_000, pictures: "http://h/p")
        #expect(waiting["id"] == .string("1689231405853400"))
        #expect(waiting["state"] == .string("our-id"))
        #expect(waiting["promptEn"] == .string(PromptText.translation + " --ar 1:1"))
        #expect(waiting["description"] == .string("/imagine 猫猫 --ar 1:1"))
        #expect(waiting["buttons"] == .array([]))
        for name in ["startTime", "finishTime", "progress", "imageUrl", "failReason"] {
            #expect(waiting[name] == .null)
        }
        #expect(waiting["displays"] == nil)

        let done = task().json(at: 20_000, pictures: "http://h/p", withDisplays: true)
        #expect(done["imageUrl"] == .string("http://h/p/2a/grid.png"))
        let buttons = try #require(done["buttons"]?.array)
        #expect(
            buttons.compactMap { $0["label"]?.string }
                == ["U1", "U2", "U3", "U4", "", "V1", "V2", "V3", "V4"]
        )
        let job = try #require(done["properties"]?["messageHash"]?.string)
        #expect(job.count == 36)
        #expect(buttons[0]["customId"] == .string("MJ::JOB::upsample::1::\(job)"))
        #expect(buttons[4]["customId"] == .string("MJ::JOB::reroll::0::\(job)::SOLO"))
        #expect(buttons[8]["customId"] == .string("MJ::JOB::variation::4::\(job)"))
        #expect(done["displays"]?["submitTime"] == .string("1970-01-01 00:00:01"))
    }
}
