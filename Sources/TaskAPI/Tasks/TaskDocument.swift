import Domain

/// A task as `/mj` shows it: midjourney-proxy-plus's form,
/// with times in milliseconds, and null for what is not known yet.
struct TaskDocument {
    var pictures: PictureLinks

    func write(_ task: MidjourneyTask, _ details: TaskDetails, to json: inout JSONWriter) {
        json.write(#"{"id":"#)
        json.write(string: task.mjID)
        json.write(#","action":"#)
        json.write(string: task.action.rawValue)
        json.write(#","status":"#)
        json.write(string: task.status.rawValue)
        json.write(#","prompt":"#)
        json.write(string: task.prompt)
        json.write(#","promptEn":"#)
        json.write(string: task.promptEn)
        json.write(#","description":"#)
        json.write(string: details.description)
        json.write(#","state":"#)
        json.write(string: details.state)
        json.write(#","submitTime":"#)
        write(time: task.submitTime, to: &json)
        json.write(#","startTime":"#)
        write(time: task.startTime, to: &json)
        json.write(#","finishTime":"#)
        write(time: task.finishTime, to: &json)
        json.write(#","progress":"#)
        json.write(string: task.progress.text)
        json.write(#","imageUrl":"#)
        write(optional: task.hasPicture ? pictures.link(to: task.mjID) : "", to: &json)
        json.write(#","failReason":"#)
        write(optional: task.status == .success ? "" : task.failReason, to: &json)
        json.write(#","mode":"#)
        write(optional: task.mode?.rawValue ?? "", to: &json)
        json.write(#","videoUrl":"#)
        write(optional: task.videoURL, to: &json)
        json.write(#","videoUrls":"#)
        write(videos: task.videoURLs, to: &json)
        json.write(#","properties":"#)
        json.write(json: details.properties.isEmpty ? "{}" : details.properties)
        json.write(#","buttons":"#)
        json.write(json: details.buttons.isEmpty ? "[]" : details.buttons)
        json.write("}")
    }

    private func write(time: Milliseconds, to json: inout JSONWriter) {
        if time == 0 { json.write("null") } else { json.write(time) }
    }

    private func write(optional text: String, to json: inout JSONWriter) {
        if text.isEmpty { json.write("null") } else { json.write(string: text) }
    }

    /// Null rather than `[]`: a client hides the picture when there is an array.
    private func write(videos: [String], to json: inout JSONWriter) {
        guard !videos.isEmpty else { return json.write("null") }
        for (index, url) in videos.enumerated() {
            json.write(index == 0 ? "[" : ",")
            json.write(#"{"url":"#)
            json.write(string: url)
            json.write("}")
        }
        json.write("]")
    }
}
