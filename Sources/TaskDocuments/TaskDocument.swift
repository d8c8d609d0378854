package import Domain

/// A task as `/mj` and the callbacks show it: midjourney-proxy-plus's form, with times in
/// milliseconds, and null for what is not known yet. Every key is always there.
package struct TaskDocument: Sendable {
    private let pictures: PictureLinks

    package init(pictures: PictureLinks) {
        self.pictures = pictures
    }

    /// The document alone: the body of a callback.
    package func bytes(of task: MidjourneyTask, _ details: TaskDetails) -> [UInt8] {
        var json = JSONWriter(capacity: 2048)
        write(task, details, to: &json)
        return json.bytes
    }

    package func write(_ task: MidjourneyTask, _ details: TaskDetails, to json: inout JSONWriter) {
        let action = task.action.documented.rawValue
        let properties = TaskProperties(of: task, details)
        json.write(#"{"id":"#)
        json.write(string: task.mjID)
        json.write(#","action":"#)
        json.write(string: action)
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
        // Null rather than `[]`, here and below: a client hides the picture when there is an array.
        json.write(#","imageUrls":null,"failReason":"#)
        write(optional: failReason(of: task), to: &json)
        json.write(#","mode":"#)
        write(optional: task.mode?.rawValue ?? "", to: &json)
        json.write(#","botType":"#)
        json.write(string: properties.botType.rawValue)
        json.write(#","seed":"#)
        write(optional: properties.seed, to: &json)
        json.write(#","videoUrl":"#)
        write(optional: task.videoURL, to: &json)
        json.write(#","videoUrls":"#)
        write(videos: task.videoURLs, to: &json)
        json.write(#","properties":"#)
        json.write(.object(properties.members))
        json.write(#","displays":"#)
        TaskDisplays(
            task: task,
            action: action,
            discordInstanceID: properties.discordInstanceID
        ).write(to: &json)
        json.write(#","buttons":"#)
        TaskButtons.write(task, details.buttons, to: &json)
        json.write("}")
    }

    /// Only where a task has failed: one consumer takes any reason below 100 % for a failure. A
    /// cancelled task has one for the same consumer, which knows no CANCEL and would wait an hour.
    private func failReason(of task: MidjourneyTask) -> String {
        switch task.status {
        case .failure: task.failReason
        case .cancel: task.failReason.isEmpty ? "取消任务" : task.failReason
        case .notStart, .modal, .submitted, .inProgress, .success: ""
        }
    }

    private func write(time: Milliseconds, to json: inout JSONWriter) {
        if time == 0 { json.write("null") } else { json.write(time) }
    }

    private func write(optional text: String, to json: inout JSONWriter) {
        if text.isEmpty { json.write("null") } else { json.write(string: text) }
    }

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

extension TaskAction {
    /// The documented name; ours are finer where prices differ.
    fileprivate var documented: TaskAction {
        switch self {
        case .lowVariation, .highVariation, .inpaint: .variation
        case .customZoom: .zoom
        default: self
        }
    }
}
