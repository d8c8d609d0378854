package import Domain
package import TaskDocuments

/// Makes the bytes of a list, with its keys in the order that clients know.
package struct ListRenderer {
    package var kind: ListKind
    package var unit: TaskAPIConfiguration.TimeUnit
    package var pictures: PictureLinks

    package init(
        kind: ListKind,
        unit: TaskAPIConfiguration.TimeUnit,
        pictures: PictureLinks
    ) {
        self.kind = kind
        self.unit = unit
        self.pictures = pictures
    }

    package func render(_ page: ListPage, number: Int, size: Int) -> [UInt8] {
        var json = JSONWriter(capacity: 256 + page.tasks.count * 768)
        json.write(#"{"success":true,"message":"","data":{"items":["#)
        for (index, task) in page.tasks.enumerated() {
            if index > 0 { json.write(",") }
            write(task, to: &json)
        }
        json.write(#"],"total":"#)
        json.write(page.total)
        json.write(#","page":"#)
        json.write(number)
        json.write(#","page_size":"#)
        json.write(size)
        json.write("}}")
        return json.bytes
    }

    private func write(_ task: MidjourneyTask, to json: inout JSONWriter) {
        json.write(#"{"id":"#)
        json.write(task.id)
        if kind == .everyone {
            json.write(#","user_id":"#)
            json.write(task.userID)
        }
        json.write(#","mj_id":"#)
        json.write(string: task.mjID)
        json.write(#","action":"#)
        json.write(string: task.action.rawValue)
        json.write(#","prompt":"#)
        json.write(string: task.prompt)
        json.write(#","prompt_en":"#)
        json.write(string: task.promptEn)
        json.write(#","status":""#)
        json.write(json: task.status.rawValue)
        json.write(#"","progress":""#)
        json.write(json: task.progress.text)
        json.write(#"","image_url":"#)
        json.write(string: task.hasPicture ? pictures.link(to: task.mjID) : "")
        if kind == .everyone {
            json.write(#","channel_id":"#)
            json.write(task.channelID ?? 0)
        }
        json.write(#","video_url":"#)
        json.write(string: task.videoURL)
        json.write(#","video_urls":"#)
        json.write(string: text(ofArray: task.videoURLs))
        json.write(#","submit_time":"#)
        json.write(time(task.submitTime))
        json.write(#","start_time":"#)
        json.write(time(task.startTime))
        json.write(#","finish_time":"#)
        json.write(time(task.finishTime))
        json.write(#","fail_reason":"#)
        json.write(string: task.failReason)
        json.write(#","quota":"#)
        json.write(task.quota)
        json.write("}")
    }

    /// `video_urls` is a string that holds JSON, also when there are none.
    private func text(ofArray urls: [String]) -> String {
        guard !urls.isEmpty else { return "[]" }
        var json = JSONWriter()
        json.write(strings: urls)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func time(_ time: Milliseconds) -> Int64 {
        unit == .seconds ? time / 1000 : time
    }
}
