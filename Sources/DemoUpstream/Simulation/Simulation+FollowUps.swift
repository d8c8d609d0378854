import Domain

extension Simulation {
    /// Whether buttons that may be remixed ask for a prompt.
    var asksForRemix: Bool { settings.hasRemix && !settings.submitsRemix }

    /// What a button of a finished task asks for.
    func order(
        _ follow: FollowUp,
        of parent: DemoTask,
        _ button: Button,
        _ request: SubmitRequest
    ) -> TaskOrder {
        let profile = settings.profile
        let isReroll = follow.action == nil
        let action = follow.action ?? profile.rerollAction ?? parent.order.action
        let line = follow.line.flatMap { PromptLines.prompt($0, in: parent.texts.final) }
        let label = button.label.isEmpty ? button.emoji : button.label
        var order = TaskOrder(
            action: (profile == .csharp ? follow.csharpAction : nil) ?? action,
            prompt: line ?? parent.order.prompt,
            promptEn: line ?? parent.order.promptEn,
            description: { [id = parent.id] _ in "/up \(id) \(isReroll ? "R" : label)" },
            fields: SubmitFields(request, following: parent),
            product: isReroll ? parent.order.product.rerolled : follow.product,
            pace: follow.pace,
            picture: parent.order.picture == .none ? .none : .own,
            parentID: parent.id,
            customID: button.customID,
            dialog: follow.dialog,
            orders: request.orders,
            idFault: request.idFault
        )
        if let change = follow.subject {
            order.picture = .painting(change(parent.subject, salt()))
        } else if line != nil {
            order.picture = .own
        }
        return order
    }
}

extension Product {
    /// Four again.
    fileprivate var rerolled: Product { isVideo ? .videoGrid : .grid }
}
