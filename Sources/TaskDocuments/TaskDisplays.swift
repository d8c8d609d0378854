import Domain
import Glibc

/// `displays`: the parts of a task that one client shows as they stand, all of them texts.
struct TaskDisplays {
    var task: MidjourneyTask
    var action: String
    var discordInstanceID: String

    func write(to json: inout JSONWriter) {
        json.write(#"{"status":"#)
        json.write(string: task.status.rawValue)
        json.write(#","submitTime":"#)
        json.write(string: text(of: task.submitTime))
        json.write(#","startTime":"#)
        json.write(string: text(of: task.startTime))
        json.write(#","finishTime":"#)
        json.write(string: text(of: task.finishTime))
        json.write(#","action":"#)
        json.write(string: action)
        json.write(#","discordInstanceId":"#)
        json.write(string: discordInstanceID)
        json.write("}")
    }

    /// `2023-07-13 14:43:25` in the server's own time zone, as the servers of this family write
    /// it; empty for a time that is not known yet.
    private func text(of time: Milliseconds) -> String {
        guard time != 0 else { return "" }
        var seconds = time_t(time / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "" }
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        return date.map(twoDigits).joined(separator: "-") + " "
            + clock.map(twoDigits).joined(separator: ":")
    }

    private func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
