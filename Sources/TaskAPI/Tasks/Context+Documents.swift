import Domain
import HotState
import TaskDocuments

extension Context {
    /// The tasks as an array of task objects, with what hot documents know beyond the rows.
    func documents(of found: [(task: MidjourneyTask, details: TaskDetails)]) throws -> [UInt8] {
        let document = TaskDocument(pictures: try pictureLinks())
        let tasks = hotState.overlay(found.map(\.task))
        var json = JSONWriter(capacity: 64 + tasks.count * 2048)
        json.write("[")
        for (index, task) in tasks.enumerated() {
            if index > 0 { json.write(",") }
            document.write(task, found[index].details, to: &json)
        }
        json.write("]")
        return json.bytes
    }
}
