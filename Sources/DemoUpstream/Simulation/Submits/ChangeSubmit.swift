import Domain

/// `/mj/submit/change`: upscale, variation or reroll of a grid, by number.
struct ChangeSubmit: Submit {
    enum Change: Equatable {
        case upscale(Int)
        case variation(Int)
        case reroll
    }

    private let request: SubmitRequest
    private let taskID: String
    private let change: Change

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        guard let taskID = request.body["taskId"]?.idText, !taskID.isEmpty else {
            throw .invalid("taskId不能为空")
        }
        let index = Int(request.body["index"]?.integer ?? 0)
        let change: Change
        switch request.body["action"]?.string {
        case "UPSCALE": change = .upscale(index)
        case "VARIATION": change = .variation(index)
        case "REROLL": change = .reroll
        default: throw .invalid("action参数错误")
        }
        try self.init(request, taskID, change)
    }

    init(_ request: SubmitRequest, _ taskID: String, _ change: Change) throws(Refusal) {
        switch change {
        case .upscale(let index), .variation(let index):
            // Some servers of the family check it, and gateways should.
            guard (1...4).contains(index) else { throw .invalid("index参数错误") }
        case .reroll: break
        }
        self.request = request
        self.taskID = taskID
        self.change = change
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        guard let parent = simulation.task(taskID) else { return .parentMissing }
        guard parent.view(at: now).isSuccess else {
            return .refused(code: 4, "关联任务状态错误")
        }
        let changeable: [TaskAction] = [.imagine, .variation, .reroll, .blend]
        guard changeable.contains(parent.order.action) else {
            return .refused(code: 4, "关联任务不允许执行变化")
        }
        let button = button(of: parent)
        guard case .follow(let follow) = button.effect else { return .parentMissing }
        var order = simulation.order(follow, of: parent, button, request)
        if follow.isRemixable, simulation.asksForRemix { order.dialog = .prompt }
        return simulation.enqueue(order, at: now)
    }

    private func button(of parent: DemoTask) -> Button {
        switch change {
        case .upscale(let number): GridButtons.upscale(number, parent.jobID)
        case .variation(let number): GridButtons.variation(number, parent.jobID)
        case .reroll: GridButtons.reroll(parent.jobID)
        }
    }
}
