import Domain

/// `/mj/submit/action`: a button below a finished task.
struct ActionSubmit: Submit {
    private let request: SubmitRequest
    private let taskID: String
    private let customID: String
    private let forcesRemix: Bool

    init(_ request: SubmitRequest, _ settings: BehaviorSettings) throws(Refusal) {
        guard let taskID = request.body["taskId"]?.idText, !taskID.isEmpty,
            let customID = request.body["customId"]?.nonEmptyString
        else { throw .invalid("参数错误") }
        self.request = request
        self.taskID = taskID
        self.customID = customID
        forcesRemix = request.body["enableRemix"] == .bool(true)
    }

    func carryOut(in simulation: inout Simulation, at now: Milliseconds) -> SubmitReply {
        guard let parent = simulation.task(taskID) else { return .parentMissing }
        guard parent.view(at: now).isSuccess else {
            return .refused(code: 4, "关联任务状态错误")
        }
        let profile = simulation.settings.profile
        // What was never issued for this task, a gateway took from another.
        guard let button = parent.buttons(for: profile).first(where: { $0.customID == customID })
        else { return .refused(code: 4, "未知的 Action 类型") }
        switch button.effect {
        case .bookmark: return .noted(id: parent.id)
        case .imagineAll: return imagineAll(of: parent, in: &simulation, at: now)
        case .describeAgain: return describeAgain(parent, in: &simulation, at: now)
        case .follow(let follow):
            if forcesRemix, !simulation.settings.hasRemix {
                return .refused(code: 4, "当前账号不支持 remix，请开启 remix 功能")
            }
            var order = simulation.order(follow, of: parent, button, request)
            if follow.isRemixable, simulation.asksForRemix || forcesRemix { order.dialog = .prompt }
            return simulation.enqueue(order, at: now)
        }
    }

    private func imagineAll(
        of parent: DemoTask,
        in simulation: inout Simulation,
        at now: Milliseconds
    ) -> SubmitReply {
        var ids: [String] = []
        var refusal: SubmitReply?
        for number in 1...4 {
            let button = DescribeButtons.pick(number)
            guard case .follow(let follow) = button.effect else { continue }
            var order = simulation.order(follow, of: parent, button, request)
            order.dialog = nil
            switch simulation.enqueue(order, at: now) {
            case .accepted(let id, _, _): ids.append(id)
            case let reply: refusal = reply
            }
        }
        return ids.isEmpty ? refusal ?? .noAccount : .acceptedAll(ids: ids)
    }

    private func describeAgain(
        _ parent: DemoTask,
        in simulation: inout Simulation,
        at now: Milliseconds
    ) -> SubmitReply {
        var order = parent.order
        order.fields = SubmitFields(request, following: parent)
        order.parentID = parent.id
        order.customID = customID
        order.orders = request.orders
        order.idFault = request.idFault
        return simulation.enqueue(order, at: now)
    }
}
